import type { Rupiah } from '@minispod/contracts/rupiah';
import { Order } from '@minispod/database/entities/order.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { closeAlert } from '../alert/close.js';
import type { BillingDeps } from '../billing/run-billing.js';
import { transition } from '../history/transition.js';
import { issueInvoices } from '../invoice/issue.js';
import { notify } from '../notification/notify.js';
import { required } from '../rows.js';
import { captureHold } from '../wallet/hold.js';
import { provisioningAlert } from './fail-provisioning.js';
import { recordFirstRun } from './record-first-run.js';
import { switchPlan } from './switch-plan.js';
import { announceTask, type LockedTask, lockForEnd } from './tasks.js';

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
    const { task } = locked;
    await tx.query(
      `WITH task AS (
         UPDATE provisioning_tasks SET status = 'SUCCEEDED', finished_at = $2, problem_message = NULL WHERE id = $1 RETURNING id
       )
       UPDATE provisioning_steps SET status = 'DONE', started_at = coalesce(started_at, $2), finished_at = $2
         FROM task WHERE task_id = task.id AND status <> 'DONE'`,
      [task.id, now],
    );
    const charged = await deliver(tx, locked, billing, now);
    if (task.kind === 'PROVISION') await bringUp(tx, locked, facts, charged, now);
    else await switchPlan(tx, locked, required(charged), now);
    await closeAlert(tx, provisioningAlert(instanceId), now);
    await announceTask(tx, locked);
    if (task.orderId !== null)
      await issueInvoices(tx, [await tx.findOneByOrFail(Order, { id: task.orderId })], billing, now);
    return true;
  });
}

/** What was held for it is ours now. Null when the task has no order: an instance beyond the first costs nothing. */
async function deliver(
  tx: Tx,
  { task, wallet }: LockedTask,
  billing: BillingDeps['billing'],
  now: Date,
): Promise<Rupiah | null> {
  if (task.orderId === null) return null;
  await transition(tx, 'order', task.orderId, ['PROVISIONING', 'ACTIVE'], { actor: 'provisioning' }, now);
  return captureHold(tx, wallet, task.orderId, billing, now);
}

async function bringUp(
  tx: Tx,
  locked: LockedTask,
  facts: RunningFacts,
  charged: Rupiah | null,
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
  if (subscription.firstRunningAt === null) await recordFirstRun(tx, subscription, now);
  if (charged !== null)
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
