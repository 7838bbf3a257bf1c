import { checkDomain as check, type DomainDeps } from '@minispod/domain/custom-domain/check-domain';
import { findDueDomains } from '@minispod/domain/custom-domain/due-domains';
import type { Clock } from '@minispod/domain/ports/clock';
import { ClusterUnreachable } from '@minispod/domain/ports/cluster';

/** Domains looked at in one pass. */
const BATCH = 100;

/** Looks at one domain's DNS and certificate now. */
export function checkDomain(deps: DomainDeps & { clock: Clock }) {
  return async ({ domainId }: { domainId: string }): Promise<void> => check(deps, domainId, deps.clock.now());
}

/** Looks at every domain whose time has come. One whose certificate cannot be asked for is met again in the next pass. */
export function sweepDomains(deps: DomainDeps & { clock: Clock }) {
  return async (): Promise<void> => {
    for (const domainId of await findDueDomains(deps.dataSource.manager, deps.clock.now(), BATCH)) {
      await check(deps, domainId, deps.clock.now()).catch((error: unknown) => {
        if (!(error instanceof ClusterUnreachable)) throw error;
      });
    }
  };
}
