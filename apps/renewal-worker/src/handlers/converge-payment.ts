import { convergePayment as converge, type PaymentDeps } from '@minispod/domain/payment/converge-payment';
import type { Clock } from '@minispod/domain/ports/clock';

/** A notification came: asks the gateway and brings the payment in line. */
export function convergePayment(deps: PaymentDeps & { clock: Clock }) {
  return async ({ paymentId }: { paymentId: string }): Promise<void> => {
    await converge(deps, paymentId, deps.clock.now());
  };
}
