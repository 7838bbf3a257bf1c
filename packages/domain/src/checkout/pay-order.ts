import type { PayOrderInput, PayOrderView } from '@minispod/contracts/checkout';
import { Order } from '@minispod/database/entities/order.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { DomainError, notFound } from '../errors.js';
import { viewOrders } from '../order/list-orders.js';
import { beginPayment } from '../payment/begin-payment.js';
import { convergePayment } from '../payment/converge-payment.js';
import { getTopUp } from '../payment/get-top-up.js';
import type { TopUpDeps } from '../payment/open-at-gateway.js';
import { openPayment } from '../payment/open-payment.js';
import { withdraw } from '../payment/withdraw.js';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
import { required } from '../rows.js';
import { refuseInDebt } from './checkout.js';
import { findOpenPayment, refuseUnderReview } from './find-open-payment.js';

/**
 * Another way to pay an order that still waits: one commit withdraws the former payment and opens the new one, so the
 * order is never without. Should the former be paid after all, it pays the order, and the new one is withdrawn. CONFLICT
 * when the order waits no more, or its payment is under review; else as `topUp`: a payment that the gateway refuses ends the
 * order, as any that ends unpaid does.
 */
export async function payOrder(
  deps: TopUpDeps,
  userId: string,
  { requestId, ...input }: PayOrderInput,
  now: Date,
): Promise<PayOrderView> {
  const { manager } = deps.dataSource;
  if (!(await manager.existsBy(Order, { id: input.id, userId }))) throw notFound('Order');
  await hearOfFormer(deps, input.id, now);
  const { paymentId } = await beginPayment(
    deps,
    { userId, requestId, operation: 'orders.pay', input },
    (tx, wallet) => replacePayment(tx, deps, wallet, input, now),
    now,
  );
  const [order] = await viewOrders(manager, [await manager.findOneByOrFail(Order, { id: input.id })]);
  return { order: required(order), payment: await getTopUp(manager, userId, paymentId) };
}

/** It may be paid already. A gateway that does not answer is a reason to pay in another way, and no obstacle to it. */
async function hearOfFormer(deps: TopUpDeps, orderId: string, now: Date): Promise<void> {
  const former = await findOpenPayment(deps.dataSource.manager, orderId);
  if (!former) return;
  await convergePayment(deps, former.id, now).catch((error: unknown) => {
    if (!(error instanceof GatewayUnreachable)) throw error;
  });
}

async function replacePayment(
  tx: Tx,
  deps: TopUpDeps,
  wallet: Wallet,
  { id, ...way }: Omit<PayOrderInput, 'requestId'>,
  now: Date,
): Promise<{ paymentId: string }> {
  const { userId } = wallet;
  const { status, total, payBy } = await tx.findOneByOrFail(Order, { id });
  const isLate = payBy !== null && now >= payBy;
  if (status !== 'PENDING_PAYMENT' || isLate) {
    const hasLapsed = status === 'CANCELED' || status === 'PENDING_PAYMENT';
    const message = hasLapsed ? 'This order has lapsed: order anew' : 'This order is paid already';
    throw new DomainError('CONFLICT', message, { status });
  }
  refuseInDebt(wallet);
  const former = required(await findOpenPayment(tx, id));
  refuseUnderReview(former);
  await withdraw(tx, former, { actor: `user:${userId}`, reason: 'REPLACED' }, now);
  return openPayment(tx, deps, wallet, { ...way, amount: total, orderId: id }, now);
}
