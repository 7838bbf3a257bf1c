import { secureFinalBackup } from '@minispod/domain/backup/final-backup';
import { ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { markRemoved } from '@minispod/domain/provisioning/mark-removed';
import { findEnded, isTenantEmpty } from '@minispod/domain/provisioning/pending-work';
import type { ProvisioningDeps } from '../deps.js';

/**
 * Takes everything of an ended instance out of the cluster, once its last backup is made; tried again until nothing of it is
 * left. With a user's last instance their namespace goes too.
 */
export function removeInstance({ dataSource, cluster, clock, billing }: ProvisioningDeps) {
  return async ({ instanceId }: { instanceId: string }): Promise<void> => {
    const ended = await findEnded(dataSource.manager, instanceId);
    if (!ended) return;
    const { userId, isReleased } = ended;
    if (!isReleased) {
      const { retentionDays } = billing;
      // The sweep comes again until it is.
      if (!(await secureFinalBackup(dataSource, instanceId, retentionDays, clock.now()))) return;
      const { remaining } = await cluster.remove({ instanceId, userId });
      if (remaining > 0)
        throw new ClusterUnreachable(`${remaining} objects of instance ${instanceId} are still going`);
      await markRemoved(dataSource, instanceId, clock.now());
    }
    if (await isTenantEmpty(dataSource.manager, userId)) await cluster.removeTenant(userId);
  };
}
