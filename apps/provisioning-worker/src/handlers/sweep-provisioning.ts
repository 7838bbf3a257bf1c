import { ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { findPendingWork } from '@minispod/domain/provisioning/pending-work';
import { findTenantRemovals } from '@minispod/domain/provisioning/removals';
import type { ProvisioningDeps } from '../deps.js';
import { settleInstance } from '../settle-instance.js';
import { convergeInstance } from './converge-instance.js';
import { provisionInstance } from './provision-instance.js';
import { removeInstance } from './remove-instance.js';
import { removeTenant } from './remove-tenant.js';

/** Looked at in one pass, oldest first. */
const BATCH = 200;
/** A task's own job has this long before the sweep takes its part, in ms. */
const HEAD_START = 15_000;

/**
 * Finishes what its jobs did not: a lost queue, a killed worker, a passed deadline, an object deleted by hand. The
 * database says what is open; the queue is not asked.
 */
export function sweepProvisioning(deps: ProvisioningDeps) {
  return async (): Promise<void> => {
    const before = new Date(deps.clock.now().getTime() - HEAD_START);
    const { open, converging, unclean } = await findPendingWork(deps.dataSource.manager, before, BATCH);
    for (const instanceId of open) {
      await tolerate(async () => {
        if ((await settleInstance(deps, instanceId)) === 'incomplete')
          await provisionInstance(deps)({ instanceId });
      });
    }
    for (const instanceId of converging) await tolerate(() => convergeInstance(deps)({ instanceId }));
    for (const instanceId of unclean) await tolerate(() => removeInstance(deps)({ instanceId }));
    const tenants = await findTenantRemovals(deps.dataSource.manager, BATCH);
    for (const userId of tenants) await tolerate(() => removeTenant(deps, userId));
  };
}

/** What passes by itself is met again in the next pass and must not keep the others waiting. */
async function tolerate(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ClusterUnreachable)) throw error;
  }
}
