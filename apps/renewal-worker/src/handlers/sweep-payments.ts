import { lapseOrders } from '@minispod/domain/checkout/lapse-orders';
import type { PaymentDeps } from '@minispod/domain/payment/converge-payment';
import { lapseTransfers } from '@minispod/domain/payment/lapse-transfers';
import { sweepRefunds } from '@minispod/domain/payment/send-refund';
import { sweepPayments as sweep } from '@minispod/domain/payment/sweep-payments';
import type { Clock } from '@minispod/domain/ports/clock';
import { eachPart } from '@minispod/domain/sweep/each-alone';

/**
 * Asks about every payment whose time has come, ends transfers by hand that nobody proved and orders that were not paid in
 * time, and sends refunds again whose job was lost. Trouble with one of them keeps the others from nothing.
 */
export function sweepPayments(deps: PaymentDeps & { clock: Clock }) {
  return async (): Promise<void> => {
    const now = deps.clock.now();
    await eachPart(
      { dataSource: deps.dataSource, name: 'payments-sweep', now },
      {
        payments: () => untilNone(() => sweep(deps, now)),
        transfers: () => untilNone(() => lapseTransfers(deps.dataSource, now)),
        refunds: () => sweepRefunds(deps, now),
        orders: () => untilNone(() => lapseOrders(deps.dataSource, now)),
      },
      { width: 4 },
    );
  };
}

async function untilNone(pass: () => Promise<number>): Promise<void> {
  while ((await pass()) > 0);
}
