import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import { required } from '../rows.js';

/** Tells which version of its app each of these instances runs: one query, without the templates. */
export async function versionNumbers(
  reader: Reader,
  instances: Pick<ServiceInstance, 'serviceVersionId'>[],
): Promise<(instance: Pick<ServiceInstance, 'serviceVersionId'>) => string> {
  const ids = [...new Set(instances.map(({ serviceVersionId }) => required(serviceVersionId)))];
  const rows = await reader.find(ServiceVersion, {
    select: { id: true, version: true },
    where: { id: In(ids) },
  });
  const byId = new Map(rows.map(({ id, version }) => [id, version]));
  return ({ serviceVersionId }) => required(byId.get(required(serviceVersionId)));
}
