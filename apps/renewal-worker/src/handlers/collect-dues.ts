import { type BillingDeps, collectDues as collect } from '@minispod/domain/billing/run-billing';
import type { Clock } from '@minispod/domain/ports/clock';

/** Money came in: charges what this customer owes and can now pay. */
export function collectDues(deps: BillingDeps & { clock: Clock }) {
  return async ({ userId }: { userId: string }): Promise<void> => {
    await collect(deps, userId, deps.clock.now());
  };
}
