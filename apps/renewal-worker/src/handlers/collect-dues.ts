import { type BillingDeps, collectDues as collect } from '@minispod/domain/billing/run-billing';
import type { Clock } from '@minispod/domain/ports/clock';

/** A balance rose or what is due has changed: charges what this customer can now pay. */
export function collectDues(deps: BillingDeps & { clock: Clock }) {
  return async ({ userId }: { userId: string }): Promise<void> => {
    await collect(deps, userId, deps.clock.now());
  };
}
