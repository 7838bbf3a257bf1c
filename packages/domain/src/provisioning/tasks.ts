import { cleanText } from '@minispod/contracts/clean-text';
import type { LiveChange } from '@minispod/contracts/live';
import { ProvisioningStep } from '@minispod/database/entities/provisioning-step.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { transition } from '../history/transition.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';
import { announce, announceInstance } from '../live/announce.js';
import { PROVISIONING_STEPS, type ProvisioningStep as StepName } from '../ports/cluster.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';

/**
 * Opens the instance's task, or finds it already open after a restart. The deadline runs from the first start and is
 * never moved by a later one. Null when there is nothing to do: it ended, or was never ordered.
 */
export async function startProvisioning(
  dataSource: DataSource,
  instanceId: string,
  timeoutMs: number,
  now: Date,
): Promise<ProvisioningTask | null> {
  return withTransaction(dataSource, async (tx) => {
    const task = await lockOpenTask(tx, instanceId);
    if (!task || task.status === 'RUNNING') return task;
    const deadlineAt = new Date(now.getTime() + timeoutMs);
    await tx.update(ProvisioningTask, { id: task.id }, { status: 'RUNNING', startedAt: now, deadlineAt });
    // An upgrade changes an instance that is up and stays so.
    if (task.kind === 'PROVISION') {
      await transition(
        tx,
        'instance',
        instanceId,
        ['PENDING', 'PROVISIONING'],
        { actor: 'provisioning' },
        now,
      );
    }
    if (task.orderId !== null)
      await transition(tx, 'order', task.orderId, ['PAID', 'PROVISIONING'], { actor: 'provisioning' }, now);
    await beginStep(tx, task.id, 0, now);
    await announceInstance(tx, instanceId);
    return { ...task, status: 'RUNNING', startedAt: now, deadlineAt };
  });
}

/**
 * Marks a step done and the next one begun, and tells open consoles. False when the task has ended meanwhile: then the
 * caller must stop. One statement, because two hundred orders at once are more than a thousand steps; and nobody waits
 * for the disk: a step that a power cut makes undone is applied and marked again.
 */
export async function recordStep(
  dataSource: DataSource,
  { id }: Pick<ProvisioningTask, 'id'>,
  step: StepName,
  now: Date,
): Promise<boolean> {
  const [{ isOpen }] = await dataSource.query(
    `WITH task AS (
       SELECT id, instance_id FROM provisioning_tasks WHERE id = $1 AND status IN ('PENDING', 'RUNNING') FOR UPDATE
     ), done AS (
       UPDATE provisioning_steps s SET status = 'DONE', started_at = coalesce(s.started_at, $3), finished_at = $3
         FROM task WHERE s.task_id = task.id AND s.position = $2 AND s.status <> 'DONE' RETURNING task.instance_id
     ), begun AS (
       UPDATE provisioning_steps s SET status = 'RUNNING', started_at = $3
         FROM task WHERE s.task_id = task.id AND s.position = $2 + 1 AND s.status = 'WAITING' AND EXISTS (SELECT FROM done)
     ), told AS (
       SELECT pg_notify('live', json_build_object('topic', 'instance', 'userId', s.user_id, 'id', i.id)::text)
         FROM done JOIN service_instances i ON i.id = done.instance_id JOIN subscriptions s ON s.id = i.subscription_id
     )
     SELECT EXISTS (SELECT FROM task) AS "isOpen", (SELECT count(*) FROM told), set_config('synchronous_commit', 'off', true)`,
    [id, PROVISIONING_STEPS.indexOf(step), now],
  );
  return isOpen;
}

/** Keeps what applying met, for the case that the step is not done before the deadline. */
export async function recordTrouble(
  dataSource: DataSource,
  { id }: Pick<ProvisioningTask, 'id'>,
  message: string,
): Promise<void> {
  await dataSource.manager.update(
    ProvisioningTask,
    { id, status: 'RUNNING' },
    { problemMessage: cleanText(message, 1_000) },
  );
}

/** The instance's open task, locked until the transaction ends: its end is decided once. */
export async function lockOpenTask(tx: Tx, instanceId: string): Promise<ProvisioningTask | null> {
  return tx.findOne(ProvisioningTask, {
    where: [
      { instanceId, status: 'PENDING' },
      { instanceId, status: 'RUNNING' },
    ],
    lock: { mode: 'pessimistic_write' },
  });
}

/** An open task with all that its end concerns, locked. */
export interface LockedTask extends LoadedInstance {
  wallet: Wallet;
  task: ProvisioningTask;
}

/** For ending a task: the owner's wallet first, then the task, as the lock order wants it. Null when it has ended. */
export async function lockForEnd(tx: Tx, instanceId: string): Promise<LockedTask | null> {
  const [owner] = await tx.query(
    `SELECT s.user_id AS id FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id WHERE i.id = $1`,
    [instanceId],
  );
  const wallet = await lockWallet(tx, required(owner).id);
  const task = await lockOpenTask(tx, instanceId);
  // Read only now: what is read before the lock may change while it is waited for.
  return task && { ...required(await loadInstance(tx, instanceId)), wallet, task };
}

async function beginStep(tx: Tx, taskId: string, position: number, now: Date): Promise<void> {
  await tx.update(
    ProvisioningStep,
    { taskId, position, status: 'WAITING' },
    { status: 'RUNNING', startedAt: now },
  );
}

/** Tells open consoles of a task's end: the instance, and with an order its state and the wallet. */
export async function announceTask(tx: Tx, { task, subscription }: LockedTask): Promise<void> {
  const { userId } = subscription;
  const changes: LiveChange[] = [{ topic: 'instance', userId, id: task.instanceId }];
  if (task.orderId !== null)
    changes.push({ topic: 'order', userId, id: task.orderId }, { topic: 'wallet', userId, id: userId });
  await announce(tx, ...changes);
}
