import type { DomainView } from '@minispod/contracts/custom-domain';
import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { notFound } from '../errors.js';
import { loadInstance } from '../instance/load-instance.js';
import { recordActivity } from '../instance/record-activity.js';
import { convergeInstance } from '../instance/wishes.js';
import { announce } from '../live/announce.js';
import { enqueue } from '../outbox/enqueue.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { refuseWithoutRoom } from './add-domain.js';
import { depart } from './departures.js';
import { findDomain } from './find-domain.js';
import type { DomainSettings } from './rules/records.js';
import { becomeMain, leaveMain } from './set-main-domain.js';
import { toDomainView } from './views.js';

/**
 * Hands a domain to another instance of the same owner. It is proved already; a CNAME to the first instance's name still
 * leads to the same ingress, so it goes on answering while DNS is changed. The first instance lets go of it before the other
 * takes it. CONFLICT as when adding.
 */
export async function moveDomain(
  dataSource: DataSource,
  userId: string,
  { toInstanceId, ...input }: { id: string; domainId: string; toInstanceId: string },
  settings: DomainSettings,
  now: Date,
): Promise<DomainView> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const { domain } = await findDomain(tx, userId, input);
    const target = await loadInstance(tx, toInstanceId, userId);
    if (!target) throw notFound('Instance');
    if (toInstanceId === input.id) return toDomainView(domain, target.instance, settings);
    await refuseWithoutRoom(tx, target);
    await tx.update(CustomDomain, { id: domain.id }, { instanceId: toInstanceId, nextCheckAt: now });
    await leaveMain(tx, domain, now);
    if (domain.status === 'ACTIVE')
      await becomeMain(tx, { ...domain, instanceId: toInstanceId }, settings, now);
    if (domain.status !== 'PENDING_DNS') await depart(tx, domain.domain, input.id);
    const details = { domain: domain.domain, from: input.id, to: toInstanceId };
    for (const instanceId of [input.id, toInstanceId]) {
      await recordActivity(tx, instanceId, 'DOMAIN_MOVED', `user:${userId}`, details, now);
      if (domain.status !== 'PENDING_DNS') await convergeInstance(tx, instanceId, now);
    }
    await enqueue(tx, 'check-domain', { domainId: domain.id }, now);
    await announce(
      tx,
      { topic: 'instance', userId, id: input.id },
      { topic: 'instance', userId, id: toInstanceId },
    );
    return toDomainView(
      { ...domain, instanceId: toInstanceId },
      await tx.findOneByOrFail(ServiceInstance, { id: toInstanceId }),
      settings,
    );
  });
}
