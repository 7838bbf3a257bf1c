import { secureFinalBackup } from '@minispod/domain/backup/final-backup';
import { findDepartures, finishDepartures } from '@minispod/domain/custom-domain/departures';
import { ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { markRemoved } from '@minispod/domain/provisioning/mark-removed';
import { findEnded } from '@minispod/domain/provisioning/pending-work';
import { beginRemoval, recordRemoval } from '@minispod/domain/provisioning/removals';
import type { ProvisioningDeps } from '../deps.js';
import { removeTenant } from './remove-tenant.js';

/**
 * Takes everything of an ended instance out of the cluster, once its last backup is made; tried again until nothing of it is
 * left. With a user's last instance their namespace goes too.
 */
export function removeInstance(deps: ProvisioningDeps) {
  const { dataSource, cluster, clock, billing } = deps;
  return async ({ instanceId }: { instanceId: string }): Promise<void> => {
    const ended = await findEnded(dataSource.manager, instanceId);
    if (!ended) return;
    const { userId, isReleased } = ended;
    if (!isReleased) {
      const { retentionDays } = billing;
      // The sweep comes again until it is.
      if (!(await secureFinalBackup(dataSource, instanceId, retentionDays, clock.now()))) return;
      await beginRemoval(dataSource, instanceId, clock.now());
      const departed = await findDepartures(dataSource.manager, instanceId);
      const { remaining, waitingFor } = await cluster.remove({ instanceId, userId });
      if (remaining > 0) {
        await recordRemoval(dataSource, instanceId, { waitingFor });
        throw new ClusterUnreachable(`${remaining} objects of instance ${instanceId} are still going`);
      }
      await finishDepartures(dataSource, instanceId, departed, clock.now());
      await markRemoved(dataSource, instanceId, clock.now());
    }
    await removeTenant(deps, userId);
  };
}
