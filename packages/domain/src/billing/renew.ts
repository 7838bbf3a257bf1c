import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Order } from '@minispod/database/entities/order.entity';
import { OrderItem } from '@minispod/database/entities/order-item.entity';
import { StatusHistory } from '@minispod/database/entities/status-history.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { insertMany } from '@minispod/database/insert-many';
import type { Tx } from '@minispod/database/transaction';
import type { BillingSettings } from '../billing-settings.js';
import { newId } from '../id.js';
import { issueInvoices } from '../invoice/issue.js';
import { walletAccount } from '../ledger/accounts.js';
import { earned } from '../ledger/earn.js';
import { postAll } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { notifyAll } from '../notification/notify.js';
import type { Period } from '../subscription/rules/billing-period.js';
import type { Due } from './due.js';

/** A period to be paid from a balance that was found to cover it. */
export interface Renewal extends Due {
  period: Period;
  price: Rupiah;
  balanceBefore: number;
}

interface Charge extends Renewal {
  orderId: string;
  transactionId: string;
  description: string;
}

/**
 * Charges and extends all of these subscriptions in a fixed number of statements. The unique key of billing_periods makes
 * a second charge for a period impossible, whoever tries.
 */
export async function renewAll(
  tx: Tx,
  renewals: Renewal[],
  billing: BillingSettings,
  now: Date,
): Promise<void> {
  if (renewals.length === 0) return;
  const all = renewals.map(
    (renewal): Charge => ({
      ...renewal,
      orderId: newId(),
      transactionId: newId(),
      description: `${renewal.serviceName} ${renewal.plan.name}, ${renewal.subscription.billingCycle === 'MONTHLY' ? '1 month' : '1 year'}`,
    }),
  );
  // A free period is extended and nothing else: there is nothing to order, pay or tell.
  const charges = all.filter((charge) => charge.price > 0);
  await writeOrders(tx, charges, now);
  await insertMany(
    tx,
    BillingPeriod,
    all.map(({ subscription, period, price, orderId }) => ({
      subscriptionId: subscription.id,
      k: period.k,
      startsAt: period.startsAt,
      endsAt: period.endsAt,
      price,
      orderId: price > 0 ? orderId : null,
      segmentStartsAt: period.startsAt,
      segmentPaid: price,
    })),
  );
  await moveMoney(tx, charges, billing, now);
  await extend(tx, all, now);
  await tell(tx, charges, now);
  await issueInvoices(
    tx,
    charges.map(({ orderId, price }) => ({ id: orderId, total: price })),
    billing,
    now,
  );
}

async function writeOrders(tx: Tx, charges: Charge[], now: Date): Promise<void> {
  await insertMany(
    tx,
    Order,
    charges.map(({ orderId, subscription, serviceName, plan, price }) => ({
      id: orderId,
      userId: subscription.userId,
      kind: 'RENEWAL' as const,
      status: 'ACTIVE' as const,
      subscriptionId: subscription.id,
      serviceName,
      planName: plan.name,
      planSnapshot: { planId: plan.id, name: plan.name, planType: plan.planType },
      subtotal: price,
      discount: rupiah(0),
      total: price,
      createdAt: now,
      updatedAt: now,
    })),
  );
  await insertMany(
    tx,
    OrderItem,
    charges.map(({ orderId, description, price }) => ({
      id: newId(),
      orderId,
      position: 0,
      description,
      quantity: 1,
      unitPrice: price,
      amount: price,
    })),
  );
  await insertMany(
    tx,
    StatusHistory,
    charges.map(({ orderId }) => ({
      subject: 'order' as const,
      subjectId: orderId,
      fromStatus: null,
      toStatus: 'ACTIVE',
      reason: 'RENEWED',
      actor: 'system',
      at: now,
    })),
  );
}

async function moveMoney(tx: Tx, charges: Charge[], { ppnRate }: BillingSettings, now: Date): Promise<void> {
  if (charges.length === 0) return;
  await insertMany(
    tx,
    Transaction,
    charges.map(({ transactionId, subscription, price, balanceBefore, orderId, description }) => ({
      id: transactionId,
      userId: subscription.userId,
      type: 'SUBSCRIPTION' as const,
      status: 'COMPLETED' as const,
      direction: 'OUT' as const,
      amount: price,
      balanceBefore: rupiah(balanceBefore),
      balanceAfter: rupiah(balanceBefore - price),
      subscriptionId: subscription.id,
      orderId,
      description,
      createdAt: now,
      updatedAt: now,
      completedAt: now,
    })),
  );
  await postAll(
    tx,
    charges.map(({ subscription, period, price, description, transactionId, orderId }) => ({
      key: `renew:${subscription.id}:${period.k}`,
      description,
      transactionId,
      orderId,
      isSpending: true,
      legs: [
        { account: walletAccount(subscription.userId), amount: rupiah(-price) },
        ...earned(price, ppnRate),
      ],
    })),
    now,
  );
}

async function extend(tx: Tx, all: Charge[], now: Date): Promise<void> {
  await tx.query(
    `UPDATE subscriptions s SET current_k = r.k, end_date = r.ends_at, next_billing = r.ends_at, next_action_at = r.ends_at,
            last_billed = $5, last_charge_amount = r.price, failed_charges = 0, grace_period_end = NULL, updated_at = $5
       FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::bigint[]) AS r(id, k, ends_at, price) WHERE s.id = r.id`,
    [
      all.map((charge) => charge.subscription.id),
      all.map((charge) => charge.period.k),
      all.map((charge) => charge.period.endsAt),
      all.map((charge) => charge.price),
      now,
    ],
  );
}

async function tell(tx: Tx, charges: Charge[], now: Date): Promise<void> {
  await notifyAll(
    tx,
    charges.map(({ subscription, period, serviceName, price, balanceBefore }) => ({
      userId: subscription.userId,
      kind: 'RENEWED' as const,
      dedupeKey: `RENEWED:${subscription.id}:${period.k}`,
      data: {
        serviceName,
        amount: price,
        balance: balanceBefore - price,
        paidUntil: period.endsAt.toISOString(),
      },
      link: `/subscriptions/${subscription.id}`,
    })),
    now,
  );
  const users = [...new Set(charges.map((charge) => charge.subscription.userId))];
  if (users.length > 0)
    await announce(tx, ...users.map((userId) => ({ topic: 'wallet' as const, userId, id: userId })));
}
