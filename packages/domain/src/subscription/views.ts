import type { SubscriptionView } from '@minispod/contracts/subscription';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Subscription } from '@minispod/database/entities/subscription.entity';
import { nextCharge } from '../billing/rules/next-charge.js';
import { type PlanFacts, type ServiceFacts, toInstanceView } from '../instance/views.js';

export function toSubscriptionView(
  subscription: Subscription,
  service: ServiceFacts,
  plan: PlanFacts,
  instances: ServiceInstance[],
  versionOf: (instance: ServiceInstance) => string,
  previousPlan: PlanFacts | null = null,
): SubscriptionView {
  return {
    id: subscription.id,
    status: subscription.status,
    service: { id: service.id, name: service.name, slug: service.slug, icon: service.icon },
    plan: { id: plan.id, name: plan.name, planType: plan.planType },
    billingCycle: subscription.billingCycle,
    price: subscription.price,
    nextPrice: nextCharge(subscription).price,
    monthlyPrice: subscription.monthlyPrice,
    startDate: subscription.startDate.toISOString(),
    endDate: subscription.endDate.toISOString(),
    nextBilling: subscription.nextBilling?.toISOString() ?? null,
    lastBilled: subscription.lastBilled?.toISOString() ?? null,
    lastChargeAmount: subscription.lastChargeAmount,
    failedCharges: subscription.failedCharges,
    gracePeriodEnd: subscription.gracePeriodEnd?.toISOString() ?? null,
    autoRenew: subscription.autoRenew,
    downgradeTo: subscription.downgradeTo,
    previousPlanId: subscription.previousPlanId,
    previousPlanName: previousPlan?.name ?? null,
    upgradeDate: subscription.upgradeDate?.toISOString() ?? null,
    firstRunningAt: subscription.firstRunningAt?.toISOString() ?? null,
    nextCycle: subscription.nextCycle,
    pendingPlanId: subscription.pendingPlanId,
    priority: subscription.priority,
    suspendedBy: subscription.suspendedBy,
    retentionEnd: subscription.retentionEnd?.toISOString() ?? null,
    amountDue: isUnpaid(subscription) ? nextCharge(subscription).price : 0,
    endReason: subscription.endReason,
    createdAt: subscription.createdAt.toISOString(),
    instances: instances.map((instance) => toInstanceView(instance, service, plan, versionOf(instance))),
  };
}

/** Its period is over and was not paid: in grace, or suspended for it. */
export function isUnpaid({
  status,
  gracePeriodEnd,
  suspendedBy,
}: Pick<Subscription, 'status' | 'gracePeriodEnd' | 'suspendedBy'>): boolean {
  return status === 'ACTIVE' ? gracePeriodEnd !== null : status === 'SUSPENDED' && suspendedBy === 'BILLING';
}
