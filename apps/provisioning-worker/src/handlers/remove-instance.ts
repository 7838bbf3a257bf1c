import { ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { markRemoved } from '@minispod/domain/provisioning/mark-removed';
import { ownerToRemove } from '@minispod/domain/provisioning/pending-work';
import type { ProvisioningDeps } from '../deps.js';

/** Takes everything of an ended instance out of the cluster; tried again until nothing of it is left. */
export function removeInstance({ dataSource, cluster, clock }: ProvisioningDeps) {
  return async ({ instanceId }: { instanceId: string }): Promise<void> => {
    const userId = await ownerToRemove(dataSource.manager, instanceId);
    if (!userId) return;
    const { remaining } = await cluster.remove({ instanceId, userId });
    if (remaining > 0)
      throw new ClusterUnreachable(`${remaining} objects of instance ${instanceId} are still going`);
    await markRemoved(dataSource, instanceId, clock.now());
  };
}
