import type { SubscribeInput, SubscribeView } from '@minispod/contracts/subscription';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Order } from '@minispod/database/entities/order.entity';
import { OrderItem } from '@minispod/database/entities/order-item.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Tx } from '@minispod/database/transaction';
import { confirmRoom, lookForRoom } from '../capacity/check-capacity.js';
import { limitUnpaid, networkOf } from '../checkout/limit-unpaid.js';
import { recordBirths } from '../history/transition.js';
import { refuseHeld, refuseReserved } from '../instance/address.js';
import { refuseUnusable } from '../instance/variables.js';
import { toInstanceView } from '../instance/views.js';
import { announce } from '../live/announce.js';
import { toOrderView } from '../order/views.js';
import { takeSlot } from '../quota/slots.js';
import { draftOrder, type OrderDraft } from './draft-order.js';
import { findOffer } from './find-offer.js';
import { findLiveSubscription, refuseSecond } from './live-subscription.js';
import type { Price } from './rules/price.js';
import { toSubscriptionView } from './views.js';

/** How a purchase is paid. */
export interface Payer {
  /** From credit within this transaction; else by a payment that is opened in it, and the order waits. */
  isPaid: boolean;
  /** Where the request came from, as far as it is known. */
  address?: string | undefined;
  /** Throws when this price cannot be paid so. Nothing is written yet. */
  refuse(price: Price): void;
  /** Pays what was just written, or opens what will. */
  pay(draft: OrderDraft, description: string): Promise<void>;
}

/**
 * Writes a purchase: order, subscription, first period, instance, its payment, the slot. The caller holds the lock of the
 * buyer's wallet; the plan's row is locked last. Throws INVALID_PLAN, DUPLICATE_SUBSCRIPTION, UPGRADE_REQUIRED,
 * QUOTA_EXCEEDED, INSUFFICIENT_RESOURCES, VALIDATION_ERROR or CONFLICT, see `subscribe`, and what the payer refuses with.
 */
export async function placeOrder(
  tx: Tx,
  encryptionKey: string,
  userId: string,
  input: Omit<SubscribeInput, 'requestId'>,
  payer: Payer,
  now: Date,
): Promise<SubscribeView> {
  refuseReserved(input.subdomain);
  const offer = await findOffer(tx, input.planId, input.billingCycle);
  const { plan, service, version, price } = offer;
  const live = await findLiveSubscription(tx, userId, service.id);
  if (live) throw refuseSecond(live, plan, price.recurring, now);
  payer.refuse(price);
  refuseUnusable(version.template, input.envVars ?? {});
  const isTight = await lookForRoom(tx, [plan], now);

  const draft = draftOrder(userId, offer, input, payer.isPaid, encryptionKey, now);
  const { subscription, period, order, items, instance } = draft;
  await tx.insert(Subscription, subscription);
  const isUnpaid = !payer.isPaid || price.recurring === 0;
  const network = isUnpaid ? await networkOf(tx, payer.address) : null;
  await tx.insert(Order, { ...order, placedFrom: network });
  await tx.insert(OrderItem, items);
  await tx.insert(BillingPeriod, period);
  await tx.insert(ServiceInstance, instance);
  await refuseHeld(tx, userId, instance.subdomain, now);
  await recordBirths(
    tx,
    {
      subscription: { id: subscription.id, status: subscription.status },
      order: { id: order.id, status: order.status },
      instance: { id: instance.id, status: instance.status },
    },
    { actor: `user:${userId}` },
    now,
  );
  await payer.pay(draft, `${service.name} ${plan.name}`);
  await announce(
    tx,
    { topic: 'wallet', userId, id: userId },
    { topic: 'order', userId, id: order.id },
    { topic: 'instance', userId, id: instance.id },
  );
  // Last: every buyer of this plan waits for this row until we commit.
  await takeSlot(tx, plan.id, userId, now);
  if (isUnpaid) await limitUnpaid(tx, { userId, plan, network, now });
  if (isTight) await confirmRoom(tx, [plan], instance.id, now);

  return {
    subscription: toSubscriptionView(subscription, service, plan, [instance], () => version.version),
    instance: toInstanceView(instance, service, plan, version.version),
    order: toOrderView(order, items),
  };
}
