import { type BillingDeps, runBilling } from '@minispod/domain/billing/run-billing';
import { warnOfLowCredit } from '@minispod/domain/billing/warn';
import type { Clock } from '@minispod/domain/ports/clock';
import { eachPart } from '@minispod/domain/sweep/each-alone';
import { lapseOffers } from '@minispod/domain/waitlist/leave';

/** Bills whatever is due, warns of what will not be covered, and passes on offers that nobody took. */
export function sweepBilling(deps: BillingDeps & { clock: Clock }) {
  return async (_payload: object, { signal }: { signal: AbortSignal }): Promise<void> => {
    const now = deps.clock.now();
    await eachPart(
      { dataSource: deps.dataSource, name: 'billing-sweep', now },
      {
        bill: () => runBilling(deps, now, signal),
        warn: () => warnOfLowCredit(deps, now),
        async offers() {
          while ((await lapseOffers(deps.dataSource, now)) > 0);
        },
      },
    );
  };
}
