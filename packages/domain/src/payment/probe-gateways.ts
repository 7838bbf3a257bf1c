import { newId } from '../id.js';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
import type { PaymentDeps } from './converge-payment.js';
import { findDown } from './gateway-health.js';

/**
 * Asks every gateway that is out of the choice about a payment that never was: one that answers is offered again, since
 * `gateways` keep account of it (see `watched`).
 */
export async function probeGateways({ dataSource, gateways }: PaymentDeps): Promise<void> {
  const down = await findDown(dataSource.manager);
  for (const gateway of gateways.values()) {
    if (!down.has(gateway.name)) continue;
    await gateway.status({ paymentId: newId() }).catch((error: unknown) => {
      if (!(error instanceof GatewayUnreachable)) throw error;
    });
  }
}
