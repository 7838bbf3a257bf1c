import type { Rupiah } from '@minispod/contracts/rupiah';
import { Order } from '@minispod/database/entities/order.entity';
import { ProvisioningStep } from '@minispod/database/entities/provisioning-step.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { IsNull, Not } from 'typeorm';
import type { BillingDeps } from '../billing/run-billing.js';
import { transition } from '../history/transition.js';
import { issueInvoices } from '../invoice/issue.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { captureHold } from '../wallet/hold.js';
import { switchPlan } from './switch-plan.js';
import { type LockedTask, lockForEnd } from './tasks.js';

export interface RunningFacts {
  publicUrl: string | null;
  /** host:port within the cluster. */
  internalAddress: string;
  podName: string | null;
}

/**
 * The cluster does what was ordered: a new instance is RUNNING, or an upgraded one has its new plan; the price is ours, the
 * invoice issued and the owner told, in one commit. False when the task had ended already; nothing changed then.
 */
export async function completeProvisioning(
  { dataSource, billing }: BillingDeps,
  instanceId: string,
  facts: RunningFacts,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    const locked = await lockForEnd(tx, instanceId);
    if (locked?.task.status !== 'RUNNING') return false;
    const { task, wallet, subscription } = locked;
    const cause = { actor: 'provisioning' } as const;
    await tx.update(ProvisioningTask, { id: task.id }, { status: 'SUCCEEDED', finishedAt: now });
    await tx.update(ProvisioningStep, { taskId: task.id, startedAt: IsNull() }, { startedAt: now });
    await tx.update(
      ProvisioningStep,
      { taskId: task.id, status: Not('DONE') },
      { status: 'DONE', finishedAt: now },
    );
    await transition(tx, 'order', task.orderId, ['PROVISIONING', 'ACTIVE'], cause, now);
    const charged = await captureHold(tx, wallet, task.orderId, billing, now);
    if (task.kind === 'PROVISION') await bringUp(tx, locked, facts, charged, now);
    else await switchPlan(tx, locked, charged, now);
    const { userId } = subscription;
    await announce(
      tx,
      { topic: 'instance', userId, id: instanceId },
      { topic: 'order', userId, id: task.orderId },
      { topic: 'wallet', userId, id: userId },
    );
    await issueInvoices(tx, [await tx.findOneByOrFail(Order, { id: task.orderId })], billing, now);
    return true;
  });
}

async function bringUp(
  tx: Tx,
  locked: LockedTask,
  facts: RunningFacts,
  charged: Rupiah,
  now: Date,
): Promise<void> {
  const { instance, subscription, service } = locked;
  const { id } = instance;
  await transition(tx, 'instance', id, ['PROVISIONING', 'RUNNING'], { actor: 'provisioning' }, now, {
    ...facts,
    healthStatus: 'healthy',
    healthSince: now,
    lastHealthCheck: now,
    lastStarted: now,
  });
  await tx.update(
    Subscription,
    { id: subscription.id },
    { lastBilled: now, lastChargeAmount: charged, updatedAt: now },
  );
  await notify(
    tx,
    {
      userId: subscription.userId,
      kind: 'INSTANCE_RUNNING',
      dedupeKey: `INSTANCE_RUNNING:${id}`,
      data: { serviceName: service.name, instanceName: instance.name, url: facts.publicUrl },
      link: `/services/${id}`,
    },
    now,
  );
}
