import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import type { Order } from '@minispod/database/entities/order.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { type Tx, violatedConstraint } from '@minispod/database/transaction';
import { confirmRoom, lookForRoom } from '../capacity/check-capacity.js';
import { DomainError } from '../errors.js';
import { type Actor, transition } from '../history/transition.js';
import { takeSlot } from '../quota/slots.js';
import { findOffer } from '../subscription/find-offer.js';
import { findLiveSubscription } from '../subscription/live-subscription.js';

/** Its owner still wants it: nobody called it off. */
const LAPSED = ['PAYMENT_EXPIRED', 'PAYMENT_FAILED'];

/**
 * Money came for an order that had lapsed: the order waits again, with its slot and its address, if it can still be had as
 * it was ordered. False, and nothing changed, when its owner called it off or has the service by now, when plan, price or
 * address are no longer the same, or when there is no place. The wallet of its owner is locked; the caller pays the order
 * in the same commit.
 */
export async function reopenOrder(tx: Tx, order: Order, actor: Actor, now: Date): Promise<boolean> {
  try {
    // A savepoint: what is refused half way leaves the credit as it is.
    await tx.transaction((savepoint) => reopen(savepoint as Tx, order, actor, now));
    return true;
  } catch (error) {
    if (error instanceof DomainError || violatedConstraint(error) === 'service_instances_subdomain')
      return false;
    throw error;
  }
}

async function reopen(tx: Tx, order: Order, actor: Actor, now: Date): Promise<void> {
  const { subscriptionId, userId } = order;
  const subscription = await tx.findOneByOrFail(Subscription, { id: subscriptionId });
  const { planId, serviceId, billingCycle, endReason } = subscription;
  if (endReason === null || !LAPSED.includes(endReason)) throw refused();
  const { plan, price } = await findOffer(tx, planId, billingCycle);
  if (price.total !== order.total || price.recurring !== subscription.price) throw refused();
  if (await findLiveSubscription(tx, userId, serviceId)) throw refused();
  const isTight = await lookForRoom(tx, [plan], now);

  const cause = { actor, reason: 'PAID_LATE' };
  await transition(tx, 'order', order.id, ['CANCELED', 'PENDING_PAYMENT'], cause, now);
  await transition(tx, 'subscription', subscriptionId, ['CANCELLED', 'PENDING_PAYMENT'], cause, now, {
    endReason: null,
  });
  await tx.update(BillingPeriod, { subscriptionId, k: 0 }, { closedAt: null });
  const { id } = await tx.findOneByOrFail(ServiceInstance, { subscriptionId });
  await transition(tx, 'instance', id, ['TERMINATED', 'PENDING'], cause, now, { releasedAt: null });
  await takeSlot(tx, planId, userId, now);
  if (isTight) await confirmRoom(tx, [plan], id, now);
}

function refused(): DomainError<'CONFLICT'> {
  return new DomainError('CONFLICT', 'This order cannot be had any more as it was ordered');
}
