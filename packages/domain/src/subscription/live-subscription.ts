import { isHigherTier } from '@minispod/contracts/catalog';
import type { Rupiah } from '@minispod/contracts/rupiah';
import { LIVE_SUBSCRIPTION_STATUSES } from '@minispod/contracts/subscription';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import { DomainError } from '../errors.js';
import { upgradeCost } from './rules/price.js';

/** The user's live subscription to a service with its plan; at most one exists (partial unique index). */
export async function findLiveSubscription(
  reader: Reader,
  userId: string,
  serviceId: string,
): Promise<{ subscription: Subscription; plan: ServicePlan } | null> {
  const subscription = await reader.findOne(Subscription, {
    where: { userId, serviceId, status: In([...LIVE_SUBSCRIPTION_STATUSES]) },
  });
  if (!subscription) return null;
  const plan = await reader.findOneBy(ServicePlan, { id: subscription.planId });
  return plan && { subscription, plan };
}

/** A second subscription to the same service is refused: with the way up where the wanted plan is a higher tier. */
export function refuseSecond(
  live: { subscription: Subscription; plan: ServicePlan },
  wanted: ServicePlan,
  recurring: Rupiah,
  now: Date,
): DomainError {
  const { subscription, plan } = live;
  if (!isHigherTier(wanted.planType, plan.planType)) {
    return new DomainError('DUPLICATE_SUBSCRIPTION', `You already have ${plan.name} of this service`, {
      subscriptionId: subscription.id,
      planName: plan.name,
    });
  }
  // Set when the period's charge was captured; until then its price is held and counts as paid.
  const paid = subscription.lastChargeAmount ?? subscription.price;
  const period = {
    startsAt: subscription.lastBilled ?? subscription.startDate,
    endsAt: subscription.endDate,
  };
  return new DomainError('UPGRADE_REQUIRED', `You have ${plan.name} of this service: upgrade it instead`, {
    subscriptionId: subscription.id,
    currentPlan: plan.name,
    quote: upgradeCost(now, period, { paid, next: recurring }),
  });
}
