import type { DomainView } from '@minispod/contracts/custom-domain';
import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { enqueue } from '../outbox/enqueue.js';
import { findDomain } from './find-domain.js';
import type { DomainSettings } from './rules/records.js';
import { toDomainView } from './views.js';

/** "Check again": DNS is asked now rather than at the next turn; the page is told when something came of it. */
export async function requestCheck(
  dataSource: DataSource,
  userId: string,
  input: { id: string; domainId: string },
  settings: DomainSettings,
  now: Date,
): Promise<DomainView> {
  return withTransaction(dataSource, async (tx) => {
    const { domain, instance } = await findDomain(tx, userId, input);
    await tx.update(CustomDomain, { id: domain.id }, { nextCheckAt: now });
    await enqueue(tx, 'check-domain', { domainId: domain.id }, now);
    return toDomainView({ ...domain, nextCheckAt: now }, instance, settings);
  });
}
