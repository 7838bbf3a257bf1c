import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import type { Tx } from '@minispod/database/transaction';
import { Not } from 'typeorm';
import { notFound } from '../errors.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';

/** A domain of one of the user's instances, both loaded; NOT_FOUND for anything else. */
export async function findDomain(
  tx: Tx,
  userId: string,
  { id, domainId }: { id: string; domainId: string },
): Promise<LoadedInstance & { domain: CustomDomain }> {
  const loaded = await loadInstance(tx, id, userId);
  const domain =
    loaded && (await tx.findOneBy(CustomDomain, { id: domainId, instanceId: id, status: Not('REMOVED') }));
  if (!domain) throw notFound('Domain');
  return { ...loaded, domain };
}
