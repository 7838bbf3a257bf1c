import type { PaymentDeps } from '@minispod/domain/payment/converge-payment';
import { sendRefund as send } from '@minispod/domain/payment/send-refund';
import type { Clock } from '@minispod/domain/ports/clock';

/** An administrator gives money back to where it came from: asks the gateway for it. */
export function sendRefund(deps: PaymentDeps & { clock: Clock }) {
  return async ({ reversalId }: { reversalId: string }): Promise<void> => {
    await send(deps, reversalId, deps.clock.now());
  };
}
