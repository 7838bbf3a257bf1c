import type { List } from '@minispod/contracts/shared';
import type { SubscriptionListInput, SubscriptionView } from '@minispod/contracts/subscription';
import { Service } from '@minispod/database/entities/service.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import type { z } from 'zod';
import { versionNumbers } from '../instance/version-numbers.js';
import { groupBy, required } from '../rows.js';
import { toSubscriptionView } from './views.js';

/** The user's subscriptions, newest first. */
export async function listSubscriptions(
  reader: Reader,
  userId: string,
  { page, limit, status }: z.infer<typeof SubscriptionListInput>,
): Promise<List<SubscriptionView>> {
  const where = { userId, ...(status && { status }) };
  const [total, subscriptions] = [
    await reader.count(Subscription, { where }),
    await reader.find(Subscription, {
      where,
      order: { createdAt: 'DESC', id: 'DESC' },
      skip: (page - 1) * limit,
      take: limit,
    }),
  ];
  return { items: await viewSubscriptions(reader, subscriptions), page, limit, total };
}

/** Views of these subscriptions with their service, plan and instances: four queries however many they are. */
export async function viewSubscriptions(
  reader: Reader,
  subscriptions: Subscription[],
): Promise<SubscriptionView[]> {
  const ids = <K extends keyof Subscription>(key: K) =>
    In([...new Set(subscriptions.map((row) => row[key]))]);
  const services = new Map(
    (await reader.findBy(Service, { id: ids('serviceId') })).map((row) => [row.id, row]),
  );
  const planIds = subscriptions.flatMap(({ planId, previousPlanId }) => [
    planId,
    ...(previousPlanId ? [previousPlanId] : []),
  ]);
  const plans = new Map((await reader.findBy(ServicePlan, { id: In(planIds) })).map((row) => [row.id, row]));
  const rows = await reader.find(ServiceInstance, {
    where: { subscriptionId: ids('id') },
    order: { createdAt: 'ASC' },
  });
  const instances = groupBy(rows, (row) => row.subscriptionId);
  const versionOf = await versionNumbers(reader, rows);
  return subscriptions.map((subscription) =>
    toSubscriptionView(
      subscription,
      required(services.get(subscription.serviceId)),
      required(plans.get(subscription.planId)),
      instances.get(subscription.id) ?? [],
      versionOf,
      plans.get(subscription.previousPlanId ?? ''),
    ),
  );
}
