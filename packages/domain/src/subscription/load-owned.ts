import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Service } from '@minispod/database/entities/service.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { required } from '../rows.js';

export interface Owned {
  subscription: Subscription;
  plan: ServicePlan;
  service: Service;
  /** The current period; what was paid in it is in its segment. */
  period: BillingPeriod;
}

/** The moment up to which a subscription has used what was paid: while an administrator stops it, that does not move on. */
export function usedUntil(
  { suspendedBy, suspendedAt }: Pick<Subscription, 'suspendedBy' | 'suspendedAt'>,
  now: Date,
): Date {
  return suspendedBy === 'ADMINISTRATOR' && suspendedAt !== null ? suspendedAt : now;
}

/** A subscription of this user with what it hangs on. The caller that changes it holds the user's wallet lock. */
export async function loadOwned(reader: Reader, userId: string, id: string): Promise<Owned> {
  const subscription = await reader.findOneBy(Subscription, { id, userId });
  if (!subscription) throw notFound('Subscription');
  return {
    subscription,
    plan: required(await reader.findOneBy(ServicePlan, { id: subscription.planId })),
    service: required(await reader.findOneBy(Service, { id: subscription.serviceId })),
    period: required(await reader.findOneBy(BillingPeriod, { subscriptionId: id, k: subscription.currentK })),
  };
}
