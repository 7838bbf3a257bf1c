import type { InstanceView } from '@minispod/contracts/instance';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { Actor } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { type LockedInstance, lockOwned } from './lock-instance.js';
import { recordActivity } from './record-activity.js';
import { conflict, refuseWhileOthersDecide } from './refuse.js';
import { viewInstance } from './views.js';
import { convergeInstance } from './wishes.js';

/** Replaces its pod by a new one with the same data. CONFLICT, with the reason, when it is not to run just now. */
export async function restartInstance(
  dataSource: DataSource,
  userId: string,
  id: string,
  now: Date,
): Promise<InstanceView> {
  return withTransaction(dataSource, async (tx) => {
    const locked = await lockOwned(tx, userId, id);
    await refuseWhileOthersDecide(tx, locked);
    if (locked.instance.customerWish === 'STOP') throw conflict(locked, 'It is stopped: start it instead');
    await renewPod(tx, locked, 'RESTARTED', `user:${userId}`, {}, now);
    return viewInstance(tx, id);
  });
}

/** Another time is another pod: promised to the cluster and written down. */
export async function renewPod(
  tx: Tx,
  { instance, subscription }: LockedInstance,
  activity: 'RESTARTED' | 'RETRIED',
  actor: Actor,
  details: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const { id } = instance;
  await tx.update(ServiceInstance, { id }, { restartedAt: now });
  await convergeInstance(tx, id, now);
  await recordActivity(tx, id, activity, actor, details, now);
  await announce(tx, { topic: 'instance', userId: subscription.userId, id });
}
