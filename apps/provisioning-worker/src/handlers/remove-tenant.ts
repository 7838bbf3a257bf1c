import { isTenantEmpty } from '@minispod/domain/provisioning/pending-work';
import { recordTenantRemoval } from '@minispod/domain/provisioning/removals';
import type { ProvisioningDeps } from '../deps.js';

/** Takes a user's namespace out of the cluster, unless they have something there again. The sweep comes again until it is gone. */
export async function removeTenant(
  { dataSource, cluster }: Pick<ProvisioningDeps, 'dataSource' | 'cluster'>,
  userId: string,
): Promise<void> {
  const isEmpty = await isTenantEmpty(dataSource.manager, userId);
  await recordTenantRemoval(
    dataSource,
    userId,
    isEmpty ? await cluster.removeTenant(userId) : { remaining: 0 },
  );
}
