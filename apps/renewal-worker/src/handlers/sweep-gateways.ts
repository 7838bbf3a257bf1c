import type { PaymentDeps } from '@minispod/domain/payment/converge-payment';
import { probeGateways } from '@minispod/domain/payment/probe-gateways';

/** Offers a gateway again as soon as it answers. */
export function sweepGateways(deps: PaymentDeps) {
  return (): Promise<void> => probeGateways(deps);
}
