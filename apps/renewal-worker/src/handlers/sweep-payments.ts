import type { PaymentDeps } from '@minispod/domain/payment/converge-payment';
import { sweepPayments as sweep } from '@minispod/domain/payment/sweep-payments';
import type { Clock } from '@minispod/domain/ports/clock';

/** Asks about every payment whose time has come, until none is left. */
export function sweepPayments(deps: PaymentDeps & { clock: Clock }) {
  return async (): Promise<void> => {
    while ((await sweep(deps, deps.clock.now())) > 0);
  };
}
