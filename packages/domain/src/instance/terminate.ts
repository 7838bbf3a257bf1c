import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Tx } from '@minispod/database/transaction';
import { removeDomainsOf } from '../custom-domain/remove-domain.js';
import { type Actor, transition } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { enqueue } from '../outbox/enqueue.js';
import { lockAnybodys } from './lock-instance.js';
import { living } from './wishes.js';

/** Ends a subscription's instances for good and promises to take everything of them out of the cluster. */
export async function terminateInstances(
  tx: Tx,
  subscriptionId: string,
  reason: string,
  now: Date,
): Promise<void> {
  for (const instance of await living(tx, subscriptionId))
    await endInstance(tx, instance, 'system', reason, now);
}

/** Ends one for good: its domains are given up and everything of it is promised to be taken out of the cluster. */
export async function endInstance(
  tx: Tx,
  { id, status }: Pick<ServiceInstance, 'id' | 'status'>,
  actor: Actor,
  reason: string,
  now: Date,
): Promise<void> {
  await transition(tx, 'instance', id, [status, 'TERMINATED'], { actor, reason }, now, {
    convergeSince: null,
    deletionDueAt: null,
    backupDueAt: null,
  });
  await removeDomainsOf(tx, id, now);
  await enqueue(tx, 'remove-instance', { instanceId: id }, now);
}

/**
 * The time in the bin is over: the instance ends for good, its subscription goes on. False when its owner took it back
 * meanwhile, or when it had ended already; then nothing changed. Locks its owner's wallet, so nothing but that may be
 * locked before.
 */
export async function terminateInstance(tx: Tx, id: string, reason: string, now: Date): Promise<boolean> {
  const { instance, subscription, service } = await lockAnybodys(tx, id);
  const { status, deletionDueAt, name } = instance;
  if (deletionDueAt === null || deletionDueAt > now || status === 'TERMINATED') return false;
  const { userId } = subscription;
  await endInstance(tx, instance, 'system', reason, now);
  await notify(
    tx,
    {
      userId,
      kind: 'INSTANCE_DELETED',
      dedupeKey: `INSTANCE_DELETED:${id}`,
      data: { serviceName: service.name, instanceName: name, until: null, reason: null },
      link: `/subscriptions/${subscription.id}`,
    },
    now,
  );
  await announce(tx, { topic: 'instance', userId, id });
  return true;
}
