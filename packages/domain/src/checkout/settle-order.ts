import type { Rupiah } from '@minispod/contracts/rupiah';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Order } from '@minispod/database/entities/order.entity';
import type { Payment } from '@minispod/database/entities/payment.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { type Actor, transition } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { withdraw } from '../payment/withdraw.js';
import { orderProvisioning } from '../provisioning/order-provisioning.js';
import { loadOwned } from '../subscription/load-owned.js';
import { billingPeriod } from '../subscription/rules/billing-period.js';
import { holdFunds } from '../wallet/hold.js';
import { findOpenPayment } from './find-open-payment.js';
import { releaseOrder } from './release-order.js';
import { reopenOrder } from './reopen-order.js';

/**
 * A payment was credited: the order it was meant for is paid with it and goes the ordinary way. Its first period begins
 * now. An order that has lapsed is tried again. When it cannot be had any more, or a debt has taken so much that the
 * balance does not cover it, the money stays in the wallet and its owner is told. `wallet` is locked and as it is after
 * the credit; `payment` is closed. Returns the balance that is left, and the order if it was paid.
 */
export async function settleOrder(
  tx: Tx,
  wallet: Wallet,
  payment: Payment,
  actor: Actor,
  now: Date,
): Promise<{ balance: Rupiah; begun: Order | null }> {
  const { orderId, userId } = payment;
  const kept = { balance: wallet.balance, begun: null };
  if (orderId === null) return kept;
  const order = await tx.findOneByOrFail(Order, { id: orderId });
  const isCovered = wallet.balance >= order.total;
  const waits =
    order.status === 'PENDING_PAYMENT' ||
    (order.status === 'CANCELED' && isCovered && (await reopenOrder(tx, order, actor, now)));
  if (waits && isCovered) {
    await begin(tx, wallet, order, actor, now);
    return { balance: (await tx.findOneByOrFail(Wallet, { userId })).balance, begun: order };
  }
  // Another payment for it is still open, or was faster: nothing lapsed.
  const other = await findOpenPayment(tx, orderId);
  if (other || (order.status !== 'PENDING_PAYMENT' && order.status !== 'CANCELED')) return kept;
  if (order.status === 'PENDING_PAYMENT')
    await releaseOrder(tx, orderId, { actor, reason: 'PAYMENT_SHORT' }, now);
  const { serviceName } = order;
  await notify(
    tx,
    {
      userId,
      kind: 'CHECKOUT_LAPSED',
      dedupeKey: `CHECKOUT_LAPSED:${payment.id}`,
      data: { serviceName, amount: payment.amount },
      link: '/wallet',
    },
    now,
  );
  return kept;
}

/** What `subscribe` does in one go, for an order that is there already and has its slot. */
async function begin(tx: Tx, wallet: Wallet, order: Order, actor: Actor, now: Date): Promise<void> {
  const { id: orderId, userId, total: amount } = order;
  const owned = await loadOwned(tx, userId, order.subscriptionId);
  const { id: subscriptionId, billingCycle, price } = owned.subscription;
  const { startsAt, endsAt } = billingPeriod(now, billingCycle, 0);
  const cause = { actor, reason: 'PAID' };
  await transition(tx, 'order', orderId, ['PENDING_PAYMENT', 'PAID'], cause, now);
  await transition(tx, 'subscription', subscriptionId, ['PENDING_PAYMENT', 'ACTIVE'], cause, now, {
    startDate: startsAt,
    endDate: endsAt,
    anchor: startsAt,
    nextBilling: endsAt,
    nextActionAt: endsAt,
  });
  await tx.update(
    BillingPeriod,
    { subscriptionId, k: 0 },
    { startsAt, endsAt, segmentStartsAt: startsAt, segmentPaid: price },
  );
  const description = `${owned.service.name} ${owned.plan.name}`;
  await holdFunds(tx, wallet, { type: 'SUBSCRIPTION', orderId, subscriptionId, amount, description }, now);
  const instance = await tx.findOneByOrFail(ServiceInstance, { subscriptionId });
  await orderProvisioning(tx, instance.id, orderId, now);
  // The customer had chosen another way to pay, and this one was faster.
  const other = await findOpenPayment(tx, orderId);
  if (other) await withdraw(tx, other, { actor, reason: 'CANCELLED' }, now);
  await announce(tx, { topic: 'order', userId, id: orderId }, { topic: 'instance', userId, id: instance.id });
}
