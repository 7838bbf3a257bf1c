import { cleanText } from '@minispod/contracts/clean-text';
import type { Rupiah } from '@minispod/contracts/rupiah';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { raiseAlert } from '../alert/raise.js';
import { transition } from '../history/transition.js';
import { convergeInstances } from '../instance/wishes.js';
import { notify } from '../notification/notify.js';
import { enqueue } from '../outbox/enqueue.js';
import type { InstanceProblem } from '../ports/cluster.js';
import { releaseSlot } from '../quota/slots.js';
import { required } from '../rows.js';
import { endTask } from './end-task.js';
import { announceTask, type LockedTask, lockForEnd } from './tasks.js';

type Problem = Pick<InstanceProblem, 'code' | 'message'>;

/**
 * The cluster will not do what was ordered: the money back in full, the slot free, the owner and the operator told, in one commit. The money
 * does not wait for the cluster. A new instance is in ERROR and its removal promised; an upgrade leaves plan, price, due
 * date and quota exactly as they were, and the old resources are promised; so does an instance beyond the first, which has
 * no order. False when the task had ended already.
 */
export async function failProvisioning(
  dataSource: DataSource,
  instanceId: string,
  problem: Problem,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    const locked = await lockForEnd(tx, instanceId);
    if (!locked) return false;
    const refunded = await endTask(tx, locked, problem, now);
    if (locked.task.kind === 'PROVISION') await giveUpInstance(tx, locked, problem, refunded, now);
    else await restorePlan(tx, locked, problem, refunded, now);
    await alertOperator(tx, locked, problem, now);
    await announceTask(tx, locked);
    return true;
  });
}

/** The console tells the customer that the operator knows of it: this alert is how. */
async function alertOperator(
  tx: Tx,
  { task, instance, service }: LockedTask,
  { code, message }: Problem,
  now: Date,
): Promise<void> {
  const what = task.kind === 'PROVISION' ? 'was not brought up' : 'was not upgraded';
  const alert = {
    ...provisioningAlert(instance.id),
    instanceId: instance.id,
    message: `${service.name} "${instance.name}" ${what}: ${code}: ${message}`,
    details: { code, taskId: task.id },
  };
  await raiseAlert(tx, alert, now);
}

/** One for each instance: open until it comes up, or for a week. */
export function provisioningAlert(instanceId: string) {
  return { kind: 'PROVISIONING_FAILED', subject: instanceId };
}

async function giveUpInstance(
  tx: Tx,
  { task, instance, subscription, service, plan }: LockedTask,
  { code, message }: Problem,
  refunded: Rupiah,
  now: Date,
): Promise<void> {
  const { id } = instance;
  // A task that failed before it was started left the instance where the order had put it.
  const from = task.status === 'RUNNING' ? 'PROVISIONING' : 'PENDING';
  await transition(tx, 'instance', id, [from, 'ERROR'], { actor: 'provisioning', reason: code }, now);
  await tx.update(
    ServiceInstance,
    { id },
    {
      healthStatus: 'unhealthy',
      healthCode: code,
      healthReason: cleanText(message, 1_000),
      healthSince: now,
      lastHealthCheck: now,
    },
  );
  const isFirst = task.orderId !== null;
  const cause = { actor: 'provisioning', reason: 'PROVISIONING_FAILED' } as const;
  const ended =
    isFirst &&
    (await transition(tx, 'subscription', subscription.id, ['ACTIVE', 'CANCELLED'], cause, now, {
      endReason: 'PROVISIONING_FAILED',
      nextBilling: null,
      nextActionAt: null,
    }));
  await enqueue(tx, 'remove-instance', { instanceId: id }, now);
  await notify(
    tx,
    {
      userId: subscription.userId,
      kind: 'INSTANCE_FAILED',
      dedupeKey: `INSTANCE_FAILED:${task.id}`,
      data: {
        serviceName: service.name,
        instanceName: instance.name,
        problemCode: code,
        refunded: isFirst ? refunded : null,
      },
      link: `/services/${id}`,
    },
    now,
  );
  if (ended) await releaseSlot(tx, plan.id, now);
}

async function restorePlan(
  tx: Tx,
  { task, subscription, service }: LockedTask,
  { code }: Problem,
  refunded: Rupiah,
  now: Date,
): Promise<void> {
  const wanted = required(await tx.findOneBy(ServicePlan, { id: required(subscription.pendingPlanId) }));
  const cause = { actor: 'provisioning', reason: code } as const;
  await transition(tx, 'subscription', subscription.id, ['PENDING_UPGRADE', 'ACTIVE'], cause, now, {
    pendingPlanId: null,
    pendingPrice: null,
  });
  await convergeInstances(tx, subscription.id, now);
  await notify(
    tx,
    {
      userId: subscription.userId,
      kind: 'UPGRADE_FAILED',
      dedupeKey: `UPGRADE_FAILED:${task.orderId}`,
      data: { serviceName: service.name, planName: wanted.name, refunded, problemCode: code },
      link: `/subscriptions/${subscription.id}`,
    },
    now,
  );
  await releaseSlot(tx, wanted.id, now);
}
