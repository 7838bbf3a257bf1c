import { collectForgotten } from '@minispod/domain/billing/collect-forgotten';
import { type BillingDeps, runBilling } from '@minispod/domain/billing/run-billing';
import { warnOfLowCredit } from '@minispod/domain/billing/warn';
import { expireApprovals } from '@minispod/domain/money-action/expire';
import type { Clock } from '@minispod/domain/ports/clock';
import { eachPart } from '@minispod/domain/sweep/each-alone';
import { lapseOffers } from '@minispod/domain/waitlist/leave';

/** Bills whatever is due, collects what a lost job forgot, warns of what will not be covered, passes on offers and ends requests that nobody took in time. */
export function sweepBilling(deps: BillingDeps & { clock: Clock }) {
  return async (_payload: object, { signal }: { signal: AbortSignal }): Promise<void> => {
    const now = deps.clock.now();
    await eachPart(
      { dataSource: deps.dataSource, name: 'billing-sweep', now },
      {
        bill: () => runBilling(deps, now, signal),
        forgotten: () => collectForgotten(deps, now),
        warn: () => warnOfLowCredit(deps, now),
        async offers() {
          while ((await lapseOffers(deps.dataSource, now)) > 0);
        },
        async approvals() {
          while ((await expireApprovals(deps.dataSource, now)) > 0);
        },
      },
    );
  };
}
