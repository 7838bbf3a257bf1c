import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, In, IsNull } from 'typeorm';

/** Nothing of the instance is left in the cluster: its address is free for others from now on. */
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
      { releasedAt: now },
    );
  });
}
