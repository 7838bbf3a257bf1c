import { rupiah } from '@minispod/contracts/rupiah';
import type { SubscribeInput } from '@minispod/contracts/subscription';
import type { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import type { Order } from '@minispod/database/entities/order.entity';
import type { OrderItem } from '@minispod/database/entities/order-item.entity';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Subscription } from '@minispod/database/entities/subscription.entity';
import { seal } from '../encryption/seal.js';
import { newId } from '../id.js';
import { makeSecrets } from '../instance/make-secrets.js';
import { namespaceOf } from '../instance/rules/names.js';
import { suggestSubdomain } from '../instance/suggest-subdomain.js';
import type { Offer } from './find-offer.js';
import { billingPeriod } from './rules/billing-period.js';

export interface OrderDraft {
  subscription: Subscription;
  period: BillingPeriod;
  order: Order;
  items: OrderItem[];
  instance: ServiceInstance;
}

/** Every row of a new purchase, as it will be inserted. The first period begins with the order. */
export function draftOrder(
  userId: string,
  { plan, service, version, price }: Offer,
  input: Omit<SubscribeInput, 'requestId'>,
  encryptionKey: string,
  now: Date,
): OrderDraft {
  const born = { createdAt: now, updatedAt: now };
  const { startsAt, endsAt } = billingPeriod(now, input.billingCycle, 0);
  const subscription: Subscription = {
    id: newId(),
    userId,
    serviceId: service.id,
    planId: plan.id,
    status: 'ACTIVE',
    billingCycle: input.billingCycle,
    price: price.recurring,
    monthlyPrice: plan.monthlyPrice,
    startDate: startsAt,
    endDate: endsAt,
    lastBilled: null,
    nextBilling: endsAt,
    lastChargeAmount: null,
    failedCharges: 0,
    previousPlanId: null,
    upgradeDate: null,
    downgradeTo: null,
    autoRenew: true,
    gracePeriodEnd: null,
    endReason: null,
    anchor: startsAt,
    anchorK: 0,
    currentK: 0,
    nextActionAt: endsAt,
    priority: 100,
    pendingPlanId: null,
    nextCycle: null,
    suspendedAt: null,
    suspendedBy: null,
    retentionEnd: null,
    ...born,
  };
  const { id: planId, name, planType, cpuMilli, memoryMb, storageGb } = plan;
  const order: Order = {
    id: newId(),
    userId,
    kind: 'SUBSCRIBE',
    status: 'PAID',
    subscriptionId: subscription.id,
    serviceName: service.name,
    planName: name,
    planSnapshot: { planId, name, planType, cpuMilli, memoryMb, storageGb, monthlyPrice: plan.monthlyPrice },
    subtotal: price.subtotal,
    discount: price.discount,
    total: price.total,
    ...born,
  };
  const items = price.lines.map(
    ({ description, amount }, position): OrderItem => ({
      id: newId(),
      orderId: order.id,
      position,
      description,
      quantity: 1,
      unitPrice: rupiah(amount),
      amount: rupiah(amount),
    }),
  );
  const instanceId = newId();
  const instance: ServiceInstance = {
    id: instanceId,
    subscriptionId: subscription.id,
    name: input.instanceName ?? service.name,
    subdomain: input.subdomain ?? suggestSubdomain(service.slug),
    namespace: namespaceOf(userId),
    podName: null,
    status: 'PENDING',
    customerWish: 'RUN',
    billingWish: 'RUN',
    administratorWish: 'RUN',
    healthStatus: 'unknown',
    healthCode: null,
    healthReason: null,
    healthSince: null,
    lastHealthCheck: null,
    envVars: seal(encryptionKey, instanceId, JSON.stringify(input.envVars ?? {})),
    secrets: seal(encryptionKey, instanceId, JSON.stringify(makeSecrets(version.template.secrets))),
    publicUrl: null,
    internalAddress: null,
    lastStarted: null,
    lastStopped: null,
    releasedAt: null,
    convergeSince: null,
    serviceVersionId: version.id,
    volumeGeneration: 1,
    previousGeneration: null,
    previousUntil: null,
    restartedAt: null,
    deletionDueAt: null,
    backupDueAt: null,
    resyncedAt: null,
    ...born,
  };
  const period: BillingPeriod = {
    subscriptionId: subscription.id,
    k: 0,
    startsAt,
    endsAt,
    price: price.recurring,
    orderId: order.id,
    segmentStartsAt: startsAt,
    segmentPaid: price.recurring,
    closedAt: null,
  };
  return { subscription, period, order, items, instance };
}
