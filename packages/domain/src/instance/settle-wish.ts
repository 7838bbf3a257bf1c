import type { InstanceStatus } from '@minispod/contracts/instance';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, IsNull, LessThan } from 'typeorm';
import { mayFollow } from '../history/rules/transitions.js';
import { transition } from '../history/transition.js';
import { announceInstance } from '../live/announce.js';

/** Why it is stopped, by who wants it so: the strongest of the three gives the status its name. What is in the bin is stopped. */
export function wishedStatus(
  wishes: Pick<ServiceInstance, 'customerWish' | 'billingWish' | 'administratorWish' | 'deletionDueAt'>,
): Extract<InstanceStatus, 'RUNNING' | 'STOPPED' | 'SUSPENDED' | 'MAINTENANCE'> {
  if (wishes.administratorWish === 'STOP') return 'MAINTENANCE';
  if (wishes.billingWish === 'STOP') return 'SUSPENDED';
  return wishes.customerWish === 'STOP' || wishes.deletionDueAt !== null ? 'STOPPED' : 'RUNNING';
}

/**
 * The cluster was seen to do what the wishes of `asOf` said: the status says so too, unless somebody wished anew
 * meanwhile, or they were not applied yet and what was seen is from before. Returns whether it settled.
 */
export async function settleWish(
  dataSource: DataSource,
  instanceId: string,
  asOf: Date,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    const instance = await lockInstance(tx, instanceId);
    if (instance?.convergeSince?.getTime() !== asOf.getTime()) return false;
    if (instance.resyncedAt === null || instance.resyncedAt < asOf) return false;
    const status = wishedStatus(instance);
    if (status !== instance.status && mayFollow('instance', instance.status, status)) {
      await transition(
        tx,
        'instance',
        instanceId,
        [instance.status, status],
        { actor: 'provisioning' },
        now,
        {
          ...(status === 'RUNNING' ? { lastStarted: now } : { lastStopped: now }),
        },
      );
    }
    await tx.update(ServiceInstance, { id: instanceId }, { convergeSince: null });
    await announceInstance(tx, instanceId);
    return true;
  });
}

async function lockInstance(tx: Tx, id: string): Promise<ServiceInstance | null> {
  return tx.findOne(ServiceInstance, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

/** The cluster was told what the wishes of `asOf` say: from now on what is seen of it counts. */
export async function recordApplied(dataSource: DataSource, instanceId: string, asOf: Date): Promise<void> {
  await dataSource.manager.update(
    ServiceInstance,
    [
      { id: instanceId, resyncedAt: IsNull() },
      { id: instanceId, resyncedAt: LessThan(asOf) },
    ],
    { resyncedAt: asOf },
  );
}
