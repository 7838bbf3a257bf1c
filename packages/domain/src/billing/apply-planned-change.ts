import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Tx } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { countInstances } from '../instance/limit.js';
import { convergeInstances } from '../instance/wishes.js';
import { notify } from '../notification/notify.js';
import { releaseSlot, takeSlot } from '../quota/slots.js';
import { required } from '../rows.js';
import { priceOf } from '../subscription/rules/price.js';
import { leaveLine } from '../waitlist/leave.js';
import type { Due } from './due.js';
import { type NextCharge, nextCharge } from './rules/next-charge.js';

export function hasPlannedChange({ downgradeTo, nextCycle }: Subscription): boolean {
  return downgradeTo !== null || nextCycle !== null;
}

/**
 * At a period's end, before it is charged: moves to the lower plan or the other cycle that was planned, at the price that
 * `nextCharge` foretold. When the lower plan has no slot or allows fewer instances than there are, the subscription stays
 * as it is, at its own price, and its owner is told. A suspended one holds no slot: it moves at once, and takes the slot of
 * its new plan when it is paid. Changes `due` to what it is then.
 */
export async function applyPlannedChange(tx: Tx, due: Due, now: Date): Promise<void> {
  const { subscription, plan: from, serviceName } = due;
  const { id, userId, downgradeTo } = subscription;
  const next = nextCharge(subscription);
  const wanted = downgradeTo ? required(await tx.findOneBy(ServicePlan, { id: downgradeTo })) : from;
  const instances = downgradeTo ? await countInstances(tx, id) : 0;
  const mayMove = wanted.id !== from.id && instances <= wanted.maxInstancesPerUser;
  const to = mayMove && (await moveBetween(tx, due, wanted.id, now)) ? wanted : from;
  const charge =
    to.id === wanted.id ? next : { ...next, ...stayingAt(from, serviceName, subscription, next) };
  const change = {
    planId: to.id,
    monthlyPrice: charge.billingCycle === 'MONTHLY' ? charge.price : to.monthlyPrice,
    billingCycle: charge.billingCycle,
    price: charge.price,
    downgradeTo: null,
    nextCycle: null,
    nextPrice: null,
    ...(to.id !== from.id && { previousPlanId: from.id }),
    ...(charge.billingCycle !== subscription.billingCycle && {
      anchor: charge.anchor,
      anchorK: subscription.currentK + 1,
    }),
  };
  await tx.update(Subscription, { id }, { ...change, updatedAt: now });
  if (to.id !== from.id) await convergeInstances(tx, id, now);
  if (downgradeTo) {
    await notify(
      tx,
      {
        userId,
        kind: to.id === from.id ? 'DOWNGRADE_POSTPONED' : 'DOWNGRADED',
        dedupeKey: `DOWNGRADE:${id}:${subscription.currentK + 1}`,
        data: {
          serviceName,
          planName: wanted.name,
          ...(instances > wanted.maxInstancesPerUser && { instances, maximum: wanted.maxInstancesPerUser }),
        },
        link: `/subscriptions/${id}`,
      },
      now,
    );
  }
  Object.assign(due, { subscription: { ...subscription, ...change }, plan: to });
}

/** The downgrade cannot be had: a cycle that was planned beside it still can, if the present plan is sold by it. */
function stayingAt(
  plan: ServicePlan,
  serviceName: string,
  { billingCycle, price }: Subscription,
  next: NextCharge,
): Pick<NextCharge, 'billingCycle' | 'price'> {
  const other = next.billingCycle === billingCycle ? null : priceOf(plan, serviceName, next.billingCycle);
  return other ? { billingCycle: next.billingCycle, price: other.recurring } : { billingCycle, price };
}

async function moveBetween(
  tx: Tx,
  { subscription, plan }: Due,
  wantedId: string,
  now: Date,
): Promise<boolean> {
  const { status, userId } = subscription;
  if (status !== 'SUSPENDED') return movedSlot(tx, plan.id, wantedId, userId, now);
  await leaveLine(tx, plan.id, userId, now);
  return true;
}

async function movedSlot(
  tx: Tx,
  fromPlanId: string,
  toPlanId: string,
  userId: string,
  now: Date,
): Promise<boolean> {
  try {
    await takeSlot(tx, toPlanId, userId, now);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'QUOTA_EXCEEDED') return false;
    throw error;
  }
  await releaseSlot(tx, fromPlanId, now);
  return true;
}
