import { ProvisioningStep } from '@minispod/database/entities/provisioning-step.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { transition } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { enqueue } from '../outbox/enqueue.js';
import type { InstanceProblem } from '../ports/cluster.js';
import { releaseSlot } from '../quota/slots.js';
import { returnHold } from '../wallet/hold.js';
import { lockForEnd } from './tasks.js';

/**
 * The instance will not come up: ERROR with the reason, the money back in full, the slot free, its owner told, and the
 * removal of what was made for it promised, in one commit. The money does not wait for the cluster. False when the task
 * had ended already; nothing changed then.
 */
export async function failProvisioning(
  dataSource: DataSource,
  instanceId: string,
  problem: Pick<InstanceProblem, 'code' | 'message'>,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    const locked = await lockForEnd(tx, instanceId);
    if (!locked) return false;
    const { task, wallet, instance, subscription, service, plan } = locked;
    const cause = { actor: 'provisioning', reason: problem.code } as const;
    await tx.update(
      ProvisioningTask,
      { id: task.id },
      { status: 'FAILED', finishedAt: now, problemCode: problem.code, problemMessage: problem.message },
    );
    await tx.update(
      ProvisioningStep,
      { taskId: task.id, status: 'RUNNING' },
      { status: 'FAILED', finishedAt: now },
    );
    // A task that failed before it was started left both where the order had put them.
    const from = task.status === 'RUNNING' ? 'PROVISIONING' : null;
    await transition(tx, 'instance', instanceId, [from ?? 'PENDING', 'ERROR'], cause, now);
    await transition(tx, 'order', task.orderId, [from ?? 'PAID', 'FAILED'], cause, now);
    await tx.update(
      ServiceInstance,
      { id: instanceId },
      {
        healthStatus: 'unhealthy',
        healthCode: problem.code,
        healthReason: problem.message,
        healthSince: now,
        lastHealthCheck: now,
      },
    );
    const refunded = await returnHold(
      tx,
      wallet,
      { id: task.orderId, subscriptionId: subscription.id },
      `${service.name} ${plan.name} did not start`,
      now,
    );
    if (
      await transition(
        tx,
        'subscription',
        subscription.id,
        ['ACTIVE', 'CANCELLED'],
        { ...cause, reason: 'PROVISIONING_FAILED' },
        now,
      )
    ) {
      await tx.update(
        Subscription,
        { id: subscription.id },
        { endReason: 'PROVISIONING_FAILED', nextBilling: null },
      );
      await releaseSlot(tx, plan.id);
    }
    await enqueue(tx, 'remove-instance', { instanceId }, now);
    const { userId } = subscription;
    await notify(
      tx,
      {
        userId,
        kind: 'INSTANCE_FAILED',
        dedupeKey: `INSTANCE_FAILED:${instanceId}`,
        data: { serviceName: service.name, instanceName: instance.name, problemCode: problem.code, refunded },
        link: `/services/${instanceId}`,
      },
      now,
    );
    await announce(
      tx,
      { topic: 'instance', userId, id: instanceId },
      { topic: 'order', userId, id: task.orderId },
      { topic: 'wallet', userId, id: userId },
    );
    return true;
  });
}
