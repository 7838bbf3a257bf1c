import { ProvisioningStep } from '@minispod/database/entities/provisioning-step.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, IsNull, Not } from 'typeorm';
import { transition } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { captureHold } from '../wallet/hold.js';
import { lockForEnd } from './tasks.js';

export interface RunningFacts {
  publicUrl: string | null;
  /** host:port within the cluster. */
  internalAddress: string;
  podName: string | null;
}

/**
 * The instance is up: it is RUNNING, its price is ours and its owner is told, in one commit. False when the task had
 * ended already; nothing changed then.
 */
export async function completeProvisioning(
  dataSource: DataSource,
  instanceId: string,
  facts: RunningFacts,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    const locked = await lockForEnd(tx, instanceId);
    if (locked?.task.status !== 'RUNNING') return false;
    const { task, wallet, instance, subscription, service } = locked;
    const cause = { actor: 'provisioning' } as const;
    await tx.update(ProvisioningTask, { id: task.id }, { status: 'SUCCEEDED', finishedAt: now });
    await tx.update(ProvisioningStep, { taskId: task.id, startedAt: IsNull() }, { startedAt: now });
    await tx.update(
      ProvisioningStep,
      { taskId: task.id, status: Not('DONE') },
      { status: 'DONE', finishedAt: now },
    );
    await transition(tx, 'instance', instanceId, ['PROVISIONING', 'RUNNING'], cause, now);
    await tx.update(
      ServiceInstance,
      { id: instanceId },
      { ...facts, healthStatus: 'healthy', healthSince: now, lastHealthCheck: now, lastStarted: now },
    );
    await transition(tx, 'order', task.orderId, ['PROVISIONING', 'ACTIVE'], cause, now);
    const charged = await captureHold(tx, wallet, task.orderId, now);
    await tx.update(
      Subscription,
      { id: subscription.id },
      { lastBilled: subscription.startDate, lastChargeAmount: charged, updatedAt: now },
    );
    const { userId } = subscription;
    await notify(
      tx,
      {
        userId,
        kind: 'INSTANCE_RUNNING',
        dedupeKey: `INSTANCE_RUNNING:${instanceId}`,
        data: { serviceName: service.name, instanceName: instance.name, url: facts.publicUrl },
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
