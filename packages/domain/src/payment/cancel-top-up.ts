import type { TopUpView } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import { DomainError, notFound } from '../errors.js';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { convergePayment, type PaymentDeps } from './converge-payment.js';
import { endUnpaid } from './end-unpaid.js';
import { gatewayOf } from './gateways.js';
import { getTopUp } from './get-top-up.js';
import { isOpen } from './rules/decide.js';

/**
 * Its owner does not want to pay any more. Withdrawn at the gateway first, then here; should money arrive all the same, it
 * is credited. Cancelling what has ended unpaid changes nothing. CONFLICT once it is paid, under review or reversed;
 * GATEWAY_ERROR when the gateway does not answer: it stays open and lapses by itself.
 */
export async function cancelTopUp(
  deps: PaymentDeps,
  userId: string,
  transactionId: string,
  now: Date,
): Promise<TopUpView> {
  const { dataSource, gateways } = deps;
  const payment = await dataSource.manager.findOneBy(Payment, { transactionId, userId });
  if (!payment) throw notFound('Top-up');
  if (!isOpen(payment.status)) return refuseUnlessUnpaid(deps, payment);
  refuseUnderReview(payment);
  await dataSource.manager.update(Payment, { id: payment.id }, { cancelRequestedAt: now });
  if (payment.gateway !== 'manual') {
    try {
      await gatewayOf(gateways, payment.gateway).cancel({ ...payment, paymentId: payment.id });
      // What the gateway says of it now counts, a payment made in the last second included.
      await convergePayment(deps, payment.id, now);
    } catch (error) {
      if (!(error instanceof GatewayUnreachable)) throw error;
      throw new DomainError('GATEWAY_ERROR', 'The payment provider does not answer: nothing was cancelled', {
        transactionId,
      });
    }
  }
  await withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const current = await tx.findOneByOrFail(Payment, { id: payment.id });
    // The gateway may never have heard of it, as of a page on which nothing was chosen.
    if (!isOpen(current.status)) return;
    refuseUnderReview(current);
    const cause = { actor: `user:${userId}` as const, reason: 'CANCELLED' };
    await endUnpaid(tx, current, { status: 'CANCELLED', failure: 'CANCELLED' }, cause, now);
  });
  const ended = await dataSource.manager.findOneByOrFail(Payment, { id: payment.id });
  return refuseUnlessUnpaid(deps, ended);
}

/** A card at the bank, or a proof that waits for us: the money may be on its way. */
function refuseUnderReview({ challengedAt, status }: Payment): void {
  if (challengedAt === null && status !== 'IN_REVIEW') return;
  throw new DomainError('CONFLICT', 'It is under review and can no longer be cancelled', { status });
}

async function refuseUnlessUnpaid({ dataSource }: PaymentDeps, payment: Payment): Promise<TopUpView> {
  const { status, userId, transactionId } = payment;
  if (status !== 'CANCELLED' && status !== 'EXPIRED' && status !== 'FAILED')
    throw new DomainError('CONFLICT', 'It is paid already', { status });
  return getTopUp(dataSource.manager, userId, transactionId);
}
