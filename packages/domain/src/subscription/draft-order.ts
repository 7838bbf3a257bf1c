import { rupiah } from '@minispod/contracts/rupiah';
import type { SubscribeInput } from '@minispod/contracts/subscription';
import type { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import type { Order } from '@minispod/database/entities/order.entity';
import type { OrderItem } from '@minispod/database/entities/order-item.entity';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Subscription } from '@minispod/database/entities/subscription.entity';
import { payBy } from '../checkout/rules/pay-by.js';
import { newId } from '../id.js';
import { draftInstance } from '../instance/draft-instance.js';
import type { Offer } from './find-offer.js';
import { billingPeriod } from './rules/billing-period.js';

export interface OrderDraft {
  subscription: Subscription;
  period: BillingPeriod;
  order: Order;
  items: OrderItem[];
  instance: ServiceInstance;
}

/**
 * Every row of a new purchase, as it will be inserted. The first period begins with the order, or, for one that waits for
 * its payment, anew when that comes: until then nothing of it counts as paid and nothing falls due.
 */
export function draftOrder(
  userId: string,
  { plan, service, version, price }: Offer,
  input: Omit<SubscribeInput, 'requestId'>,
  isPaid: boolean,
  encryptionKey: string,
  now: Date,
): OrderDraft {
  const born = { createdAt: now, updatedAt: now };
  const { startsAt, endsAt } = billingPeriod(now, input.billingCycle, 0);
  const subscription: Subscription = {
    id: newId(),
    userId,
    serviceId: service.id,
    planId: plan.id,
    status: isPaid ? 'ACTIVE' : 'PENDING_PAYMENT',
    billingCycle: input.billingCycle,
    price: price.recurring,
    monthlyPrice: plan.monthlyPrice,
    startDate: startsAt,
    endDate: endsAt,
    lastBilled: null,
    nextBilling: isPaid ? endsAt : null,
    lastChargeAmount: null,
    failedCharges: 0,
    previousPlanId: null,
    upgradeDate: null,
    downgradeTo: null,
    autoRenew: true,
    gracePeriodEnd: null,
    endReason: null,
    anchor: startsAt,
    anchorK: 0,
    currentK: 0,
    nextActionAt: isPaid ? endsAt : null,
    firstRunningAt: null,
    priority: 100,
    pendingPlanId: null,
    nextCycle: null,
    nextPrice: null,
    pendingPrice: null,
    suspendedAt: null,
    suspendedBy: null,
    retentionEnd: null,
    ...born,
  };
  const { id: planId, name, planType, cpuMilli, memoryMb, storageGb } = plan;
  const order: Order = {
    id: newId(),
    userId,
    kind: 'SUBSCRIBE',
    status: isPaid ? 'PAID' : 'PENDING_PAYMENT',
    subscriptionId: subscription.id,
    serviceName: service.name,
    planName: name,
    planSnapshot: { planId, name, planType, cpuMilli, memoryMb, storageGb, monthlyPrice: plan.monthlyPrice },
    subtotal: price.subtotal,
    discount: price.discount,
    total: price.total,
    payBy: isPaid ? null : payBy(now),
    placedFrom: null,
    ...born,
  };
  const items = price.lines.map(
    ({ description, amount }, position): OrderItem => ({
      id: newId(),
      orderId: order.id,
      position,
      description,
      quantity: 1,
      unitPrice: rupiah(amount),
      amount: rupiah(amount),
    }),
  );
  const home = { userId, subscriptionId: subscription.id, service, version };
  const instance = draftInstance(home, input, encryptionKey, now);
  const period: BillingPeriod = {
    subscriptionId: subscription.id,
    k: 0,
    startsAt,
    endsAt,
    price: price.recurring,
    orderId: order.id,
    segmentStartsAt: startsAt,
    segmentPaid: isPaid ? price.recurring : rupiah(0),
    closedAt: null,
    stoppedMs: 0,
  };
  return { subscription, period, order, items, instance };
}
