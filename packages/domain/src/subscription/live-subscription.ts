import { isHigherTier } from '@minispod/contracts/catalog';
import type { Rupiah } from '@minispod/contracts/rupiah';
import { LIVE_SUBSCRIPTION_STATUSES } from '@minispod/contracts/subscription';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import { daysLeft, upgradeAmount } from '../billing/rules/proration.js';
import { DomainError } from '../errors.js';
import { required } from '../rows.js';

export interface Live {
  subscription: Subscription;
  plan: ServicePlan;
  period: BillingPeriod;
}

/** The user's live subscription to a service with its plan; at most one exists (partial unique index). */
export async function findLiveSubscription(
  reader: Reader,
  userId: string,
  serviceId: string,
): Promise<Live | null> {
  const subscription = await reader.findOne(Subscription, {
    where: { userId, serviceId, status: In([...LIVE_SUBSCRIPTION_STATUSES]) },
  });
  if (!subscription) return null;
  const plan = await reader.findOneBy(ServicePlan, { id: subscription.planId });
  const period = await reader.findOneBy(BillingPeriod, {
    subscriptionId: subscription.id,
    k: subscription.currentK,
  });
  return { subscription, plan: required(plan), period: required(period) };
}

/** A second subscription to the same service is refused: with the way up where the wanted plan is a higher tier. */
export function refuseSecond(live: Live, wanted: ServicePlan, recurring: Rupiah, now: Date): DomainError {
  const { subscription, plan, period } = live;
  if (subscription.status === 'PENDING_PAYMENT') {
    return new DomainError(
      'DUPLICATE_SUBSCRIPTION',
      `Your order of ${plan.name} waits for its payment: pay it, or cancel it first`,
      { subscriptionId: subscription.id, planName: plan.name },
    );
  }
  if (!isHigherTier(wanted.planType, plan.planType)) {
    return new DomainError('DUPLICATE_SUBSCRIPTION', `You already have ${plan.name} of this service`, {
      subscriptionId: subscription.id,
      planName: plan.name,
    });
  }
  const { startsAt, endsAt, stoppedMs } = period;
  const segment = { startsAt: period.segmentStartsAt, endsAt, paid: period.segmentPaid };
  return new DomainError('UPGRADE_REQUIRED', `You have ${plan.name} of this service: upgrade it instead`, {
    subscriptionId: subscription.id,
    currentPlan: plan.name,
    quote: {
      amount: upgradeAmount(segment, { startsAt, endsAt, stoppedMs, price: recurring }, now),
      remainingDays: daysLeft(now, endsAt),
    },
  });
}
