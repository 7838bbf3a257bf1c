import { lapseOrders } from '@minispod/domain/checkout/lapse-orders';
import type { PaymentDeps } from '@minispod/domain/payment/converge-payment';
import { lapseTransfers } from '@minispod/domain/payment/lapse-transfers';
import { sweepRefunds } from '@minispod/domain/payment/send-refund';
import { sweepPayments as sweep } from '@minispod/domain/payment/sweep-payments';
import type { Clock } from '@minispod/domain/ports/clock';

/**
 * Asks about every payment whose time has come, ends transfers by hand that nobody proved and orders that were not paid in
 * time, and sends refunds again whose job was lost. Trouble with one of them keeps the others from nothing.
 */
export function sweepPayments(deps: PaymentDeps & { clock: Clock }) {
  return async (): Promise<void> => {
    const now = deps.clock.now();
    const outcomes = await Promise.allSettled([
      untilNone(() => sweep(deps, now)),
      untilNone(() => lapseTransfers(deps.dataSource, now)),
      sweepRefunds(deps, now),
      lapseOrders(deps.dataSource, now),
    ]);
    const faults = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    if (faults.length > 0) throw new AggregateError(faults, 'the sweep of payments met trouble');
  };
}

async function untilNone(pass: () => Promise<number>): Promise<void> {
  while ((await pass()) > 0);
}
