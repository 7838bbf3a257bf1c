import type { InstanceView } from '@minispod/contracts/instance';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import type { Actor } from '../history/transition.js';
import { putInBin } from '../instance/delete-instance.js';
import { type LockedInstance, lockAnybodys } from '../instance/lock-instance.js';
import { lockReasons } from '../instance/lock-reasons.js';
import { recordActivity } from '../instance/record-activity.js';
import { conflict, refuseUnsettled } from '../instance/refuse.js';
import { renewPod } from '../instance/restart.js';
import { retryLocked } from '../instance/retry.js';
import { viewInstance } from '../instance/views.js';
import { setInstanceWish } from '../instance/wishes.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';

/** What an administrator does to one instance; its owner reads the reason. */
export interface InstanceAction {
  id: string;
  reason: string;
}

type Doing = (tx: Tx, locked: LockedInstance, actor: Actor, reason: string, now: Date) => Promise<void>;

/** Every action: the owner's lock, the deed, the audit log, the view; CONFLICT, with the reason, when it makes no sense. */
function action(verb: string, doing: Doing) {
  return (
    dataSource: DataSource,
    administratorId: string,
    { id, reason }: InstanceAction,
    now: Date,
  ): Promise<InstanceView> =>
    withTransaction(dataSource, async (tx) => {
      const locked = await lockAnybodys(tx, id);
      await doing(tx, locked, `administrator:${administratorId}`, reason, now);
      await recordAction(
        tx,
        {
          actorId: administratorId,
          action: `instance.${verb}`,
          subject: 'instance',
          subjectId: id,
          details: { reason },
        },
        now,
      );
      await announce(tx, { topic: 'instance', userId: locked.subscription.userId, id });
      return viewInstance(tx, id);
    });
}

/** Keeps it stopped, whatever its owner and billing want, until it is unlocked. */
export const lockInstance = action('lock', async (tx, locked, actor, reason, now) => {
  await refuseUnsettled(tx, locked);
  if ((await lockReasons(tx, [locked.instance.id])).size > 0) throw conflict(locked, 'It is locked already');
  await lockIt(tx, locked, actor, reason, now);
  const { instance, subscription, service } = locked;
  await notify(
    tx,
    {
      userId: subscription.userId,
      kind: 'SUSPENDED_BY_ADMINISTRATOR',
      dedupeKey: `INSTANCE_LOCKED:${instance.id}:${now.toISOString()}`,
      data: { serviceName: service.name, reason, instanceName: instance.name },
      link: `/services/${instance.id}`,
    },
    now,
  );
});

/** It runs again when its owner and billing want it to; not while the whole subscription is suspended by us. */
export const unlockInstance = action('unlock', async (tx, locked, actor, reason, now) => {
  const { instance, subscription } = locked;
  const { id, name } = instance;
  if (instance.status === 'TERMINATED' || !(await lockReasons(tx, [id])).has(id))
    throw conflict(locked, 'It is not locked');
  const isHeld = subscription.status === 'SUSPENDED' && subscription.suspendedBy === 'ADMINISTRATOR';
  await setInstanceWish(tx, id, 'administratorWish', isHeld ? 'STOP' : 'RUN', now);
  await recordActivity(tx, id, 'UNLOCKED', actor, { reason }, now);
  if (isHeld) return;
  await notify(
    tx,
    {
      userId: subscription.userId,
      kind: 'RESUMED',
      dedupeKey: `INSTANCE_UNLOCKED:${id}:${now.toISOString()}`,
      data: { serviceName: name, paidUntil: subscription.endDate.toISOString() },
      link: `/services/${id}`,
    },
    now,
  );
});

export const restartInstanceAsAdministrator = action('restart', async (tx, locked, actor, reason, now) => {
  await refuseUnsettled(tx, locked);
  const { customerWish, billingWish, administratorWish } = locked.instance;
  if ([customerWish, billingWish, administratorWish].includes('STOP'))
    throw conflict(locked, 'It is not to run just now: there is nothing to restart');
  await renewPod(tx, locked, 'RESTARTED', actor, { reason }, now);
});

export const retryInstanceAsAdministrator = action('retry', async (tx, locked, actor, reason, now) => {
  if (locked.instance.status !== 'ERROR') await refuseUnsettled(tx, locked);
  await retryLocked(tx, locked, actor, { reason }, now);
});

/** Puts it in the bin and locks it: its owner may take the data back, and only we let it run again. */
export const terminateInstanceAsAdministrator = action(
  'terminate',
  async (tx, locked, actor, reason, now) => {
    await refuseUnsettled(tx, locked);
    if (!(await lockReasons(tx, [locked.instance.id])).has(locked.instance.id))
      await lockIt(tx, locked, actor, reason, now);
    await putInBin(tx, locked, actor, reason, now);
  },
);

async function lockIt(
  tx: Tx,
  { instance }: LockedInstance,
  actor: Actor,
  reason: string,
  now: Date,
): Promise<void> {
  await setInstanceWish(tx, instance.id, 'administratorWish', 'STOP', now);
  await recordActivity(tx, instance.id, 'LOCKED', actor, { reason }, now);
}
