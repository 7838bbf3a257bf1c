import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Order } from '@minispod/database/entities/order.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Tx } from '@minispod/database/transaction';
import { removeDomainsOf } from '../custom-domain/remove-domain.js';
import { type Actor, transition } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { releaseSlot } from '../quota/slots.js';

/**
 * Nobody will pay an order that waits: all that was kept for it is free again, its address included, since nothing of it
 * ever was in the cluster. Changes nothing when it waits no more. The wallet of its owner is locked; the plan's row is
 * locked last.
 */
export async function releaseOrder(
  tx: Tx,
  orderId: string,
  cause: { actor: Actor; reason: string },
  now: Date,
): Promise<void> {
  if (!(await transition(tx, 'order', orderId, ['PENDING_PAYMENT', 'CANCELED'], cause, now))) return;
  const { subscriptionId, userId } = await tx.findOneByOrFail(Order, { id: orderId });
  await transition(tx, 'subscription', subscriptionId, ['PENDING_PAYMENT', 'CANCELLED'], cause, now, {
    endReason: cause.reason,
  });
  const period = { subscriptionId, k: 0 };
  const { startsAt } = await tx.findOneByOrFail(BillingPeriod, period);
  await tx.update(BillingPeriod, period, { closedAt: startsAt });
  const { id } = await tx.findOneByOrFail(ServiceInstance, { subscriptionId });
  await transition(tx, 'instance', id, ['PENDING', 'TERMINATED'], cause, now, { releasedAt: now });
  await removeDomainsOf(tx, id, now);
  await announce(tx, { topic: 'order', userId, id: orderId }, { topic: 'instance', userId, id });
  const { planId } = await tx.findOneByOrFail(Subscription, { id: subscriptionId });
  await releaseSlot(tx, planId, now);
}
