import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, In, IsNull } from 'typeorm';

/**
 * Nothing of the instance is left in the cluster: its address is free for others from now on, and its user's namespace is to
 * go if it was the last one there.
 */
export async function markRemoved(dataSource: DataSource, instanceId: string, now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    await tx.update(
      ProvisioningTask,
      { instanceId, status: 'FAILED', cleanedAt: IsNull() },
      { cleanedAt: now },
    );
    // One that is being set up anew is not what was removed.
    await tx.update(
      ServiceInstance,
      { id: instanceId, releasedAt: IsNull(), status: In(['ERROR', 'TERMINATED']) },
      { releasedAt: now, removalWaitsFor: null },
    );
    await tx.query(
      `INSERT INTO tenant_removals (user_id, began_at)
       SELECT s.user_id, $2 FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id WHERE i.id = $1
       ON CONFLICT DO NOTHING`,
      [instanceId, now],
    );
  });
}
