import { cleanText } from '@minispod/contracts/clean-text';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { ProvisioningStep } from '@minispod/database/entities/provisioning-step.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import type { Tx } from '@minispod/database/transaction';
import { transition } from '../history/transition.js';
import { returnHold } from '../wallet/hold.js';
import type { LockedTask } from './tasks.js';

/**
 * Ends an open task without success, whatever the words for it are: its order, if it has one, FAILED and what was held for it given back. Returns how
 * much that was.
 */
export async function endTask(
  tx: Tx,
  { task, wallet, subscription, service, plan }: Omit<LockedTask, 'instance' | 'version'>,
  { code, message }: { code: string; message: string },
  now: Date,
): Promise<Rupiah> {
  await tx.update(
    ProvisioningTask,
    { id: task.id },
    { status: 'FAILED', finishedAt: now, problemCode: code, problemMessage: cleanText(message, 1_000) },
  );
  await tx.update(
    ProvisioningStep,
    { taskId: task.id, status: 'RUNNING' },
    { status: 'FAILED', finishedAt: now },
  );
  if (task.orderId === null) return rupiah(0);
  const from = task.status === 'RUNNING' ? 'PROVISIONING' : 'PAID';
  await transition(tx, 'order', task.orderId, [from, 'FAILED'], { actor: 'provisioning', reason: code }, now);
  const order = { id: task.orderId, subscriptionId: subscription.id };
  const what =
    task.kind === 'PROVISION'
      ? `${service.name} ${plan.name} did not start`
      : `${service.name}: upgrade did not succeed`;
  return returnHold(tx, wallet, order, what, now);
}
