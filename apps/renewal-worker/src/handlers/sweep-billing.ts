import { collectForgotten } from '@minispod/domain/billing/collect-forgotten';
import { type BillingDeps, runBilling } from '@minispod/domain/billing/run-billing';
import { warnOfLowCredit } from '@minispod/domain/billing/warn';
import type { Clock } from '@minispod/domain/ports/clock';
import { lapseOffers } from '@minispod/domain/waitlist/leave';

/** Bills whatever is due, collects what a lost job forgot, warns of what will not be covered, and passes on offers that nobody took. */
export function sweepBilling(deps: BillingDeps & { clock: Clock }) {
  return async (_payload: object, { signal }: { signal: AbortSignal }): Promise<void> => {
    const now = deps.clock.now();
    await runBilling(deps, now, signal);
    await collectForgotten(deps, now);
    await warnOfLowCredit(deps, now);
    while ((await lapseOffers(deps.dataSource, now)) > 0);
  };
}
