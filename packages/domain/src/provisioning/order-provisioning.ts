import { ProvisioningStep } from '@minispod/database/entities/provisioning-step.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { enqueue } from '../outbox/enqueue.js';
import { PROVISIONING_STEPS } from '../ports/cluster.js';

/**
 * Writes down that an instance is to be brought up, or changed to another plan, with its steps, and promises the job.
 * `orderId` is null for an instance beyond the subscription's first, which costs nothing.
 */
export async function orderProvisioning(
  tx: Tx,
  instanceId: string,
  orderId: string | null,
  now: Date,
  kind: 'PROVISION' | 'UPGRADE' = 'PROVISION',
): Promise<void> {
  const taskId = newId();
  await tx.insert(ProvisioningTask, {
    id: taskId,
    kind,
    instanceId,
    orderId,
    status: 'PENDING',
    createdAt: now,
  });
  await tx.insert(
    ProvisioningStep,
    PROVISIONING_STEPS.map((name, position) => ({ taskId, position, name, status: 'WAITING' as const })),
  );
  await enqueue(tx, 'provision-instance', { instanceId }, now);
}
