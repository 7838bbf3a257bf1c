import { rupiah } from '@minispod/contracts/rupiah';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Order } from '@minispod/database/entities/order.entity';
import { OrderItem } from '@minispod/database/entities/order-item.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { unusedShare, within } from '../billing/rules/proration.js';
import type { BillingSettings } from '../billing-settings.js';
import { DomainError } from '../errors.js';
import { recordBirths } from '../history/transition.js';
import { newId } from '../id.js';
import { issueInvoices } from '../invoice/issue.js';
import { walletAccount } from '../ledger/accounts.js';
import { earned } from '../ledger/earn.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { required } from '../rows.js';
import type { Owned } from './load-owned.js';
import { refuseBeforeFirstRun } from './refuse-before-first-run.js';
import { billingPeriod } from './rules/billing-period.js';
import { priceOf } from './rules/price.js';

export interface YearContext {
  billing: BillingSettings;
  wallet: Wallet;
}

/**
 * From monthly to yearly: the running month ends now, its unused share is taken off the year's price, and a year begins at
 * this moment, which is the new anchor. Charged at once; nothing has to change in the cluster.
 */
export async function startYear(
  tx: Tx,
  { billing, wallet }: YearContext,
  owned: Owned,
  asked: Date,
): Promise<void> {
  const { subscription, service, plan, period } = owned;
  refuseBeforeFirstRun(subscription);
  const now = within(period, asked);
  const { id, userId } = subscription;
  if (subscription.status !== 'ACTIVE' || subscription.gracePeriodEnd !== null || now >= period.endsAt) {
    throw new DomainError('CONFLICT', 'Pay the period that is due first', { amountDue: subscription.price });
  }
  const year = required(priceOf(plan, service.name, 'YEARLY')).recurring;
  const unused = unusedShare(
    { startsAt: period.segmentStartsAt, endsAt: period.endsAt, paid: period.segmentPaid },
    now,
  );
  const discount = rupiah(Math.min(unused, year));
  const amount = rupiah(year - discount);
  if (wallet.balance < amount) {
    throw new DomainError('INSUFFICIENT_CREDIT', 'Your credit does not cover a year', {
      required: amount,
      balance: wallet.balance,
      shortfall: amount - wallet.balance,
    });
  }
  const orderId = newId();
  const k = subscription.currentK + 1;
  const next = { ...billingPeriod(now, 'YEARLY', 0), k };
  const description = `${service.name} ${plan.name}, 1 year`;
  const born = { createdAt: now, updatedAt: now };
  await tx.insert(Order, {
    id: orderId,
    userId,
    kind: 'RENEWAL',
    status: 'ACTIVE',
    subscriptionId: id,
    serviceName: service.name,
    planName: plan.name,
    planSnapshot: { planId: plan.id, name: plan.name, planType: plan.planType, unusedMonth: unused },
    subtotal: year,
    discount,
    total: amount,
    ...born,
  });
  await tx.insert(OrderItem, {
    id: newId(),
    orderId,
    position: 0,
    description,
    quantity: 1,
    unitPrice: year,
    amount: year,
  });
  await recordBirths(
    tx,
    { order: { id: orderId, status: 'ACTIVE' } },
    { actor: `user:${userId}`, reason: 'YEARLY' },
    now,
  );
  if (amount > 0) {
    const transactionId = newId();
    await tx.insert(Transaction, {
      id: transactionId,
      userId,
      type: 'SUBSCRIPTION',
      status: 'COMPLETED',
      direction: 'OUT',
      amount,
      balanceBefore: wallet.balance,
      balanceAfter: rupiah(wallet.balance - amount),
      subscriptionId: id,
      orderId,
      description,
      metadata: {},
      completedAt: now,
      ...born,
    });
    const legs = [
      { account: walletAccount(userId), amount: rupiah(-amount) },
      ...earned(amount, billing.ppnRate),
    ];
    await post(
      tx,
      { key: `renew:${id}:${k}`, description, transactionId, orderId, isSpending: true, legs },
      now,
    );
  }
  await tx.update(BillingPeriod, { subscriptionId: id, k: period.k }, { closedAt: now });
  await tx.insert(BillingPeriod, {
    subscriptionId: id,
    k,
    startsAt: next.startsAt,
    endsAt: next.endsAt,
    price: year,
    orderId,
    segmentStartsAt: next.startsAt,
    segmentPaid: rupiah(discount + amount),
  });
  await tx.update(
    Subscription,
    { id },
    {
      billingCycle: 'YEARLY',
      nextCycle: null,
      price: year,
      anchor: now,
      anchorK: k,
      currentK: k,
      endDate: next.endsAt,
      nextBilling: next.endsAt,
      nextActionAt: next.endsAt,
      lastBilled: now,
      lastChargeAmount: amount,
    },
  );
  await announce(tx, { topic: 'wallet', userId, id: userId }, { topic: 'order', userId, id: orderId });
  await issueInvoices(tx, [{ id: orderId, total: amount }], billing, now);
}
