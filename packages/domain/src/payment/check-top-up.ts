import type { TopUpView } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import { DomainError, notFound } from '../errors.js';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
import { convergePayment, type PaymentDeps } from './converge-payment.js';
import { getTopUp } from './get-top-up.js';

/** "Check again": asks the gateway now. GATEWAY_ERROR when it does not answer; nothing is lost then. */
export async function checkTopUp(
  deps: PaymentDeps,
  userId: string,
  transactionId: string,
  now: Date,
): Promise<TopUpView> {
  const payment = await deps.dataSource.manager.findOneBy(Payment, { transactionId, userId });
  if (!payment) throw notFound('Top-up');
  try {
    await convergePayment(deps, payment.id, now);
  } catch (error) {
    if (!(error instanceof GatewayUnreachable)) throw error;
    throw new DomainError('GATEWAY_ERROR', 'The payment provider does not answer; we keep asking', {
      transactionId,
    });
  }
  return getTopUp(deps.dataSource.manager, userId, transactionId);
}
