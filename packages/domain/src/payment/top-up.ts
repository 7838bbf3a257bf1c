import type { TopUpInput, TopUpView } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import { beginPayment } from './begin-payment.js';
import { getTopUp } from './get-top-up.js';
import type { TopUpDeps } from './open-at-gateway.js';
import { openPayment } from './open-payment.js';

/**
 * Opens a top-up: stored first, then opened at the gateway. GATEWAY_ERROR when the gateway refused (it ended FAILED) or
 * did not answer (it stays open: the same requestId tries again, and should the first attempt have reached the gateway
 * after all, its payment is credited like any other).
 */
export async function topUp(
  deps: TopUpDeps,
  userId: string,
  { requestId, ...input }: TopUpInput,
  now: Date,
): Promise<TopUpView> {
  const { paymentId } = await beginPayment(
    deps,
    { userId, requestId, operation: 'top-up', input },
    (tx, wallet) => openPayment(tx, deps, wallet, input, now),
    now,
  );
  const { manager } = deps.dataSource;
  const { transactionId } = await manager.findOneByOrFail(Payment, { id: paymentId });
  return getTopUp(manager, userId, transactionId);
}
