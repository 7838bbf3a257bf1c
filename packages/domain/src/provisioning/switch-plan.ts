import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Order } from '@minispod/database/entities/order.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import type { Tx } from '@minispod/database/transaction';
import { unusedShare, within } from '../billing/rules/proration.js';
import { transition } from '../history/transition.js';
import { convergeInstances } from '../instance/wishes.js';
import { notify } from '../notification/notify.js';
import { releaseSlot } from '../quota/slots.js';
import { required } from '../rows.js';
import type { LockedTask } from './tasks.js';

/**
 * The upgrade is done: the new plan and its price from the next period on, the due date as before, the old slot free. A
 * new segment begins with what was left of the old one and what was paid now, reckoned from when the upgrade was ordered.
 */
export async function switchPlan(
  tx: Tx,
  { task, subscription, service, plan }: LockedTask,
  charged: Rupiah,
  now: Date,
): Promise<void> {
  const { id, userId, currentK } = subscription;
  const wanted = required(await tx.findOneBy(ServicePlan, { id: required(subscription.pendingPlanId) }));
  const order = await tx.findOneByOrFail(Order, { id: required(task.orderId) });
  // As the quote said, whatever the plan costs by now.
  const { recurring } = order.planSnapshot as { recurring: Rupiah };
  const period = await tx.findOneByOrFail(BillingPeriod, { subscriptionId: id, k: currentK });
  const orderedAt = within(period, order.createdAt);
  const left = unusedShare(
    { startsAt: period.segmentStartsAt, endsAt: period.endsAt, paid: period.segmentPaid },
    orderedAt,
  );
  await tx.update(
    BillingPeriod,
    { subscriptionId: id, k: currentK },
    {
      segmentStartsAt: orderedAt,
      segmentPaid: rupiah(left + charged),
      orderId: period.orderId ?? order.id,
    },
  );
  await transition(
    tx,
    'subscription',
    id,
    ['PENDING_UPGRADE', 'ACTIVE'],
    { actor: 'provisioning', reason: 'UPGRADED' },
    now,
    {
      planId: wanted.id,
      previousPlanId: plan.id,
      pendingPlanId: null,
      pendingPrice: null,
      upgradeDate: now,
      downgradeTo: null,
      nextPrice: null,
      price: recurring,
      monthlyPrice: subscription.billingCycle === 'MONTHLY' ? recurring : wanted.monthlyPrice,
      lastChargeAmount: charged,
    },
  );
  // Its other instances, if it has any, follow.
  await convergeInstances(tx, id, now);
  await notify(
    tx,
    {
      userId,
      kind: 'UPGRADED',
      dedupeKey: `UPGRADED:${order.id}`,
      data: { serviceName: service.name, planName: wanted.name, amount: charged },
      link: `/subscriptions/${id}`,
    },
    now,
  );
  await releaseSlot(tx, plan.id, now);
}
