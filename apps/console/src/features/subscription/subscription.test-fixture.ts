import type { InstanceView } from '@minispod/contracts/instance';
import type { SubscriptionView } from '@minispod/contracts/subscription';

/** A paid, running monthly subscription, but for what a test says otherwise. */
export function aSubscription(but: Partial<SubscriptionView> = {}): SubscriptionView {
  return {
    id: 'subscription',
    status: 'ACTIVE',
    service: { id: 'service', name: 'n8n', slug: 'n8n', icon: 'n8n' },
    plan: { id: 'plan', name: 'Basic', planType: 'BASIC' },
    billingCycle: 'MONTHLY',
    price: 75_000,
    monthlyPrice: 75_000,
    startDate: '2026-01-05T00:00:00.000Z',
    endDate: '2026-02-05T00:00:00.000Z',
    nextBilling: '2026-02-05T00:00:00.000Z',
    lastBilled: null,
    lastChargeAmount: null,
    failedCharges: 0,
    gracePeriodEnd: null,
    autoRenew: true,
    downgradeTo: null,
    previousPlanId: null,
    previousPlanName: null,
    upgradeDate: null,
    firstRunningAt: '2026-01-05T00:01:00.000Z',
    nextCycle: null,
    pendingPlanId: null,
    priority: 100,
    suspendedBy: null,
    retentionEnd: null,
    amountDue: 0,
    nextPrice: 75_000,
    endReason: null,
    createdAt: '2026-01-05T00:00:00.000Z',
    instances: [],
    ...but,
  };
}

export function anInstance(status: InstanceView['status']): InstanceView {
  return {
    id: 'instance',
    subscriptionId: 'subscription',
    name: 'n8n',
    status,
    health: { status: 'unknown', code: null, reason: null, since: null },
    service: { name: 'n8n', slug: 'n8n', icon: 'n8n', protocol: 'http' },
    planName: 'Basic',
    subdomain: 'n8n',
    publicUrl: null,
    givenUrl: null,
    adminUrl: null,
    sslEnabled: true,
    podName: null,
    version: '1.0.0',
    deletionDueAt: null,
    createdAt: '2026-01-05T00:00:00.000Z',
    updatedAt: '2026-01-05T00:00:00.000Z',
  };
}
