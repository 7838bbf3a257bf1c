import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, Not } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import type { Actor } from '../history/transition.js';
import { recordActivity } from '../instance/record-activity.js';
import { convergeInstance } from '../instance/wishes.js';
import { announce } from '../live/announce.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { depart } from './departures.js';
import { findDomain } from './find-domain.js';
import { leaveMain } from './set-main-domain.js';

/** Gives a domain up: it stops answering, its certificate is removed. NOT_FOUND when it is not the user's. */
export async function removeDomain(
  dataSource: DataSource,
  userId: string,
  input: { id: string; domainId: string },
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const { domain } = await findDomain(tx, userId, input);
    await giveUp(tx, domain, `user:${userId}`, null, now);
    await announce(tx, { topic: 'instance', userId, id: input.id });
  });
}

/** Gives up every domain of an instance that ends; the cluster is emptied by whoever ends it. */
export async function removeDomainsOf(tx: Tx, instanceId: string, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO domain_departures (domain, instance_id)
     SELECT domain, instance_id FROM custom_domains WHERE instance_id = $1 AND status IN ('ISSUING', 'ACTIVE')
     ON CONFLICT DO NOTHING`,
    [instanceId],
  );
  await tx.update(
    CustomDomain,
    { instanceId, status: Not('REMOVED') },
    { status: 'REMOVED', removedAt: now, nextCheckAt: null },
  );
  await tx.update(ServiceInstance, { id: instanceId }, { mainUrl: null });
}

/** Marks one as removed, whoever wants it so, and has its Ingress taken away if it had one. */
export async function giveUp(
  tx: Tx,
  domain: Pick<CustomDomain, 'id' | 'instanceId' | 'domain' | 'status'>,
  actor: Actor,
  reason: string | null,
  now: Date,
): Promise<void> {
  await tx.update(
    CustomDomain,
    { id: domain.id, status: Not('REMOVED') },
    { status: 'REMOVED', removedAt: now, nextCheckAt: null, problemCode: reason },
  );
  await recordActivity(
    tx,
    domain.instanceId,
    'DOMAIN_REMOVED',
    actor,
    { domain: domain.domain, reason },
    now,
  );
  await closeAlert(tx, { kind: 'CERTIFICATE_TROUBLE', subject: domain.domain }, now);
  await leaveMain(tx, domain, now);
  if (domain.status === 'PENDING_DNS') return;
  await depart(tx, domain.domain, domain.instanceId);
  await convergeInstance(tx, domain.instanceId, now);
}
