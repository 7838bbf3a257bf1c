import { alertOnPayments } from '@minispod/domain/payment/alert-on-payments';
import type { PaymentDeps } from '@minispod/domain/payment/converge-payment';
import { probeGateways } from '@minispod/domain/payment/probe-gateways';
import type { Clock } from '@minispod/domain/ports/clock';
import { sweepSettlements } from '@minispod/domain/reconciliation/sweep-settlements';
import { eachPart } from '@minispod/domain/sweep/each-alone';
import { beginPart } from '@minispod/domain/sweep/marks';

/** In ms. Lists come once a day; a gateway that kept silent is asked for its own again within the hour. */
const SETTLEMENTS = 3_600_000;
const ALERTS = 60_000;

/** Offers a gateway again as soon as it answers, takes in settlement lists, and tells the operator what to look at. */
export function sweepGateways(deps: PaymentDeps & { clock: Clock }) {
  return async (): Promise<void> => {
    const { dataSource, clock } = deps;
    const now = clock.now();
    await eachPart(
      { dataSource, name: 'gateways', now },
      {
        probe: () => probeGateways(deps, now),
        async alerts() {
          if (await beginPart(dataSource, 'payment-alerts', ALERTS, now))
            await alertOnPayments(dataSource, now);
        },
        async settlements() {
          if (await beginPart(dataSource, 'settlements', SETTLEMENTS, now)) await sweepSettlements(deps, now);
        },
      },
    );
  };
}
