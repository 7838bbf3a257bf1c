import type { DeletedInstanceView, DeleteInstanceInput } from '@minispod/contracts/instance';
import { asSeen } from '@minispod/contracts/seen';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors.js';
import type { Actor } from '../history/transition.js';
import { once } from '../idempotency/once.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { endTask } from '../provisioning/end-task.js';
import { lockOpenTask } from '../provisioning/tasks.js';
import { refuseUnpaid } from '../subscription/refuse-unpaid.js';
import { type LockedInstance, lockOwned } from './lock-instance.js';
import { recordActivity } from './record-activity.js';
import { conflict, refuseWhileOthersDecide } from './refuse.js';
import { endInstance } from './terminate.js';
import { viewInstance } from './views.js';
import { convergeInstance } from './wishes.js';

/** How long a deleted instance can be taken back, in ms. */
export const IN_BIN_MS = 7 * 86_400_000;

/**
 * Puts an instance in the bin: stopped, its data kept for seven days in which it can be taken back. One that is still
 * being set up ends at once. The subscription goes on, and the answer says so. VALIDATION_ERROR unless its name was
 * typed; CONFLICT, with the reason, when it cannot be deleted now.
 */
export async function deleteInstance(
  dataSource: DataSource,
  userId: string,
  { requestId, ...input }: z.infer<typeof DeleteInstanceInput>,
  now: Date,
): Promise<z.infer<typeof DeletedInstanceView>> {
  return withTransaction(dataSource, async (tx) => {
    const locked = await lockOwned(tx, userId, input.id);
    return once(tx, { userId, key: requestId, operation: 'instances.delete', input }, now, async () => {
      const { instance, service } = locked;
      if (asSeen(input.confirm) !== asSeen(instance.name)) {
        throw new DomainError('VALIDATION_ERROR', 'Type the name of the instance to delete it', {
          confirm: `Must be ${instance.name}`,
        });
      }
      const actor = `user:${userId}` as const;
      if (!(await stopSettingUp(tx, locked, actor, now))) {
        await refuseWhileOthersDecide(tx, locked);
        await putInBin(tx, locked, actor, null, now);
      }
      return {
        ...(await viewInstance(tx, instance.id)),
        notice: `The subscription of ${service.name} goes on and is charged as before: cancel it if it is not needed any more.`,
      };
    });
  });
}

/** Of one beyond the first, which has no data yet and cost nothing. False when it is not being set up. */
async function stopSettingUp(tx: Tx, locked: LockedInstance, actor: Actor, now: Date): Promise<boolean> {
  const { instance, subscription } = locked;
  const { id, status } = instance;
  if (status !== 'PENDING' && status !== 'PROVISIONING') return false;
  refuseUnpaid(subscription);
  const task = await lockOpenTask(tx, id);
  if (!task) throw conflict(locked, 'It has just been set up: try again');
  if (task.orderId !== null) {
    throw conflict(locked, 'It is still being set up: cancel its subscription and all you paid comes back', {
      subscriptionId: subscription.id,
    });
  }
  await endTask(tx, { ...locked, task }, { code: 'CANCELLED', message: 'Cancelled by its owner' }, now);
  await endInstance(tx, instance, actor, 'CANCELLED', now);
  await recordActivity(tx, id, 'DELETED', actor, {}, now);
  await announce(tx, { topic: 'instance', userId: subscription.userId, id });
  return true;
}

/** Its owner, or an administrator with a reason that the owner reads. */
export async function putInBin(
  tx: Tx,
  { instance, subscription, service }: LockedInstance,
  actor: Actor,
  reason: string | null,
  now: Date,
): Promise<void> {
  const { id, name } = instance;
  const { userId } = subscription;
  const deletionDueAt = new Date(now.getTime() + IN_BIN_MS);
  const until = deletionDueAt.toISOString();
  await tx.update(ServiceInstance, { id }, { deletionDueAt });
  await convergeInstance(tx, id, now);
  await recordActivity(tx, id, 'DELETED', actor, { until, ...(reason !== null && { reason }) }, now);
  await notify(
    tx,
    {
      userId,
      kind: 'INSTANCE_DELETED',
      dedupeKey: `INSTANCE_DELETED:${id}:${until}`,
      data: { serviceName: service.name, instanceName: name, until, reason },
      link: `/services/${id}`,
    },
    now,
  );
  await announce(tx, { topic: 'instance', userId, id });
}
