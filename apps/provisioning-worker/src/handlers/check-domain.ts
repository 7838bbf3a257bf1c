import { checkDomain as check, type DomainDeps } from '@minispod/domain/custom-domain/check-domain';
import { findDueDomains } from '@minispod/domain/custom-domain/due-domains';
import type { Clock } from '@minispod/domain/ports/clock';
import { eachAlone } from '@minispod/domain/sweep/each-alone';

/** Domains looked at in one pass. */
const BATCH = 100;

/** Looks at one domain's DNS and certificate now. */
export function checkDomain(deps: DomainDeps & { clock: Clock }) {
  return async ({ domainId }: { domainId: string }): Promise<void> => check(deps, domainId, deps.clock.now());
}

/** Looks at every domain whose time has come. */
export function sweepDomains(deps: DomainDeps & { clock: Clock }) {
  const { dataSource, clock } = deps;
  return async (): Promise<void> => {
    const now = clock.now();
    await eachAlone(
      { dataSource, name: 'domains', now },
      (resting) => findDueDomains(dataSource.manager, now, BATCH, resting),
      (domainId) => check(deps, domainId, clock.now()),
    );
  };
}
