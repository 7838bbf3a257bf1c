import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Order } from '@minispod/database/entities/order.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Reader } from '@minispod/database/transaction';
import { unusedShare } from '../billing/rules/proration.js';
import { notFound } from '../errors.js';
import { readTimeline } from '../history/timeline.js';
import { viewOrders } from '../order/list-orders.js';
import { required } from '../rows.js';
import { viewSubscriptions } from './list-subscriptions.js';
import { usedUntil } from './load-owned.js';

/** One subscription of the user with its orders and everything that happened to it. */
export async function getSubscription(
  reader: Reader,
  userId: string,
  id: string,
  now: Date,
): Promise<SubscriptionDetail> {
  const subscription = await reader.findOneBy(Subscription, { id, userId });
  if (!subscription) throw notFound('Subscription');
  const [view] = await viewSubscriptions(reader, [subscription]);
  const { balance, receivable } = required(await reader.findOneBy(Wallet, { userId }));
  const { amountDue } = required(view);
  const orders = await reader.find(Order, {
    where: { subscriptionId: id },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: 100,
  });
  return {
    ...required(view),
    unused: await unusedNow(reader, subscription, now),
    shortfall: amountDue > balance ? amountDue + receivable - balance : 0,
    orders: await viewOrders(reader, orders),
    timeline: await readTimeline(reader, [id]),
  };
}

async function unusedNow(reader: Reader, subscription: Subscription, now: Date): Promise<number> {
  const { id, currentK, status } = subscription;
  if (status === 'CANCELLED' || status === 'EXPIRED') return 0;
  const period = await reader.findOneBy(BillingPeriod, { subscriptionId: id, k: currentK });
  if (!period) return 0;
  return unusedShare(
    { startsAt: period.segmentStartsAt, endsAt: period.endsAt, paid: period.segmentPaid },
    usedUntil(subscription, now),
  );
}
