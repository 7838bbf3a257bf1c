import type { InstanceView } from '@minispod/contracts/instance';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import { type Tx, violatedConstraint, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { type Actor, transition } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { orderProvisioning } from '../provisioning/order-provisioning.js';
import { refuseBeyondPlan } from './limit.js';
import { type LockedInstance, lockOwned } from './lock-instance.js';
import { recordActivity } from './record-activity.js';
import { conflict, refuseWhileOthersDecide } from './refuse.js';
import { renewPod } from './restart.js';
import { viewInstance } from './views.js';

/**
 * Tries again what did not come up: an instance beyond the first is set up anew, one that runs and is not well gets a new
 * pod. CONFLICT when there is nothing to try, and for a first one whose money went back: that is ordered again.
 */
export async function retryInstance(
  dataSource: DataSource,
  userId: string,
  id: string,
  now: Date,
): Promise<InstanceView> {
  return withTransaction(dataSource, async (tx) => {
    const locked = await lockOwned(tx, userId, id);
    if (locked.instance.status !== 'ERROR') await refuseWhileOthersDecide(tx, locked);
    await retryLocked(tx, locked, `user:${userId}`, {}, now);
    return viewInstance(tx, id);
  });
}

export async function retryLocked(
  tx: Tx,
  locked: LockedInstance,
  actor: Actor,
  details: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const { status, healthStatus } = locked.instance;
  if (status === 'ERROR') return setUpAnew(tx, locked, actor, details, now);
  if (status !== 'RUNNING')
    throw conflict(locked, 'It is not to run just now: there is nothing to try again');
  if (healthStatus !== 'unhealthy') {
    throw conflict(
      locked,
      healthStatus === 'healthy'
        ? 'It is well: there is nothing to try again'
        : 'Its health is not known just now: restart it if you must',
    );
  }
  await renewPod(tx, locked, 'RETRIED', actor, details, now);
}

async function setUpAnew(
  tx: Tx,
  locked: LockedInstance,
  actor: Actor,
  details: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const { instance, subscription, plan } = locked;
  const { id, releasedAt } = instance;
  const last = await tx.findOne(ProvisioningTask, {
    where: { instanceId: id, kind: 'PROVISION' },
    order: { createdAt: 'DESC' },
  });
  if (last?.orderId != null) {
    throw conflict(locked, 'What you paid for it is back in your wallet: order it again', {
      planId: plan.id,
    });
  }
  if (subscription.status !== 'ACTIVE') {
    throw conflict(locked, 'Its subscription is not active', { subscription: subscription.status });
  }
  if (releasedAt === null) throw conflict(locked, 'It is still being cleaned up: try again in a moment');
  await refuseBeyondPlan(tx, locked);
  const anew = {
    releasedAt: null,
    volumeGeneration: 1,
    previousGeneration: null,
    previousUntil: null,
    removalBeganAt: null,
    removalWaitsFor: null,
    healthStatus: 'unknown',
    healthCode: null,
    healthReason: null,
    healthSince: null,
  } as const;
  try {
    await transition(tx, 'instance', id, ['ERROR', 'PENDING'], { actor, reason: 'RETRIED' }, now, anew);
  } catch (error) {
    if (violatedConstraint(error) !== 'service_instances_subdomain') throw error;
    throw conflict(locked, 'Its address was taken meanwhile: make another instance instead', {
      subdomain: 'This address is taken',
    });
  }
  await orderProvisioning(tx, id, null, now);
  await recordActivity(tx, id, 'RETRIED', actor, details, now);
  await announce(tx, { topic: 'instance', userId: subscription.userId, id });
}
