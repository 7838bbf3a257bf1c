import { newId } from '../id.js';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
import { eachAlone } from '../sweep/each-alone.js';
import type { PaymentDeps } from './converge-payment.js';
import { findDown } from './gateway-health.js';

/**
 * Asks every gateway that is out of the choice about a payment that never was: one that answers is offered again, since
 * `gateways` keep account of it (see `watched`).
 */
export async function probeGateways({ dataSource, gateways }: PaymentDeps, now: Date): Promise<void> {
  const down = await findDown(dataSource.manager);
  await eachAlone(
    { dataSource, name: 'gateway-probes', now },
    () => [...gateways.values()].filter(({ name }) => down.has(name)),
    // One that is still away has an alert of its own and is asked in every pass.
    (gateway) =>
      gateway.status({ paymentId: newId() }).catch((error: unknown) => {
        if (!(error instanceof GatewayUnreachable)) throw error;
      }),
    { subjectOf: ({ name }) => name },
  );
}
