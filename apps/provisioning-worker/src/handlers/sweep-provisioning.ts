import {
  findConvergingWork,
  findOpenWork,
  findUncleanWork,
} from '@minispod/domain/provisioning/pending-work';
import { findTenantRemovals } from '@minispod/domain/provisioning/removals';
import { eachAlone, eachPart } from '@minispod/domain/sweep/each-alone';
import type { ProvisioningDeps } from '../deps.js';
import { settleInstance } from '../settle-instance.js';
import { convergeInstance } from './converge-instance.js';
import { provisionInstance } from './provision-instance.js';
import { removeInstance } from './remove-instance.js';
import { removeTenant } from './remove-tenant.js';

/** Looked at in one pass, oldest first. */
const BATCH = 200;
/** Worked on at the same time: most of applying is waiting for the API server. */
const PARALLEL = 8;
/** A task's own job has this long before the sweep takes its part, in ms. */
const HEAD_START = 15_000;

/**
 * Finishes what its jobs did not: a lost queue, a killed worker, a passed deadline, an object deleted by hand. The
 * database says what is open; the queue is not asked. An instance that cannot be dealt with keeps no other waiting.
 */
export function sweepProvisioning(deps: ProvisioningDeps) {
  const { dataSource, clock } = deps;
  return async (): Promise<void> => {
    const now = clock.now();
    const before = new Date(now.getTime() - HEAD_START);
    const each = (
      name: string,
      find: typeof findOpenWork,
      work: (id: string) => Promise<unknown>,
    ): Promise<unknown> =>
      eachAlone(
        { dataSource, name, now },
        (resting) => find(dataSource.manager, before, BATCH, resting),
        work,
        { width: PARALLEL },
      );
    await eachPart(
      { dataSource, name: 'provisioning', now },
      {
        open: () => each('provisioning-open', findOpenWork, (instanceId) => carryOn(deps, instanceId)),
        converging: () =>
          each('converging', findConvergingWork, (instanceId) => convergeInstance(deps)({ instanceId })),
        unclean: () =>
          each('removing', findUncleanWork, (instanceId) => removeInstance(deps)({ instanceId })),
        tenants: () =>
          eachAlone(
            { dataSource, name: 'removing-tenants', now },
            (resting) => findTenantRemovals(dataSource.manager, BATCH, resting),
            (userId) => removeTenant(deps, userId),
            { width: PARALLEL },
          ),
      },
    );
  };
}

async function carryOn(deps: ProvisioningDeps, instanceId: string): Promise<void> {
  if ((await settleInstance(deps, instanceId)) === 'incomplete')
    await provisionInstance(deps)({ instanceId });
}
