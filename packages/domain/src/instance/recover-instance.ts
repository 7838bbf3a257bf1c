import type { InstanceView } from '@minispod/contracts/instance';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { announce } from '../live/announce.js';
import { refuseBeyondPlan } from './limit.js';
import { lockOwned } from './lock-instance.js';
import { recordActivity } from './record-activity.js';
import { conflict } from './refuse.js';
import { viewInstance } from './views.js';
import { convergeInstance } from './wishes.js';

/**
 * Takes an instance back from the bin, running if its owner had it so. CONFLICT when it is not there, when the plan has no
 * room for it any more, and while its subscription is being upgraded.
 */
export async function recoverInstance(
  dataSource: DataSource,
  userId: string,
  id: string,
  now: Date,
): Promise<InstanceView> {
  return withTransaction(dataSource, async (tx) => {
    const locked = await lockOwned(tx, userId, id);
    const { instance, subscription } = locked;
    if (instance.status === 'TERMINATED') throw conflict(locked, 'It is removed for good');
    if (instance.deletionDueAt === null) throw conflict(locked, 'It is not deleted');
    if (subscription.status === 'PENDING_UPGRADE') throw conflict(locked, 'An upgrade is under way');
    await refuseBeyondPlan(tx, locked);
    await tx.update(ServiceInstance, { id }, { deletionDueAt: null });
    await convergeInstance(tx, id, now);
    await recordActivity(tx, id, 'RECOVERED', `user:${userId}`, {}, now);
    await announce(tx, { topic: 'instance', userId, id });
    return viewInstance(tx, id);
  });
}
