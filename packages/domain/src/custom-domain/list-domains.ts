import type { DomainListView } from '@minispod/contracts/custom-domain';
import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import type { Reader } from '@minispod/database/transaction';
import { Not } from 'typeorm';
import type { z } from 'zod';
import { notFound } from '../errors.js';
import { loadInstance } from '../instance/load-instance.js';
import type { DomainSettings } from './rules/records.js';
import { toDomainView } from './views.js';

/** The domains of one of the user's instances, oldest first, and how many its plan allows. */
export async function listDomains(
  reader: Reader,
  userId: string,
  id: string,
  settings: DomainSettings,
): Promise<z.infer<typeof DomainListView>> {
  const loaded = await loadInstance(reader, id, userId);
  if (!loaded) throw notFound('Instance');
  const domains = await reader.find(CustomDomain, {
    where: { instanceId: id, status: Not('REMOVED') },
    order: { createdAt: 'ASC' },
  });
  return {
    items: domains.map((domain) => toDomainView(domain, loaded.instance, settings)),
    maximum: loaded.plan.maxDomains,
  };
}
