import type { InstanceListInput, InstanceView } from '@minispod/contracts/instance';
import type { List } from '@minispod/contracts/shared';
import { Service } from '@minispod/database/entities/service.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import type { z } from 'zod';
import { required } from '../rows.js';
import { versionNumbers } from './version-numbers.js';
import { toInstanceView } from './views.js';

/** The user's instances, newest first. */
export async function listInstances(
  reader: Reader,
  userId: string,
  { page, limit, status }: z.infer<typeof InstanceListInput>,
): Promise<List<InstanceView>> {
  const subscriptions = new Map((await reader.findBy(Subscription, { userId })).map((row) => [row.id, row]));
  const where = { subscriptionId: In([...subscriptions.keys()]), ...(status && { status }) };
  const total = await reader.count(ServiceInstance, { where });
  const instances = await reader.find(ServiceInstance, {
    where,
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  const owners = instances.map((row) => required(subscriptions.get(row.subscriptionId)));
  const services = await reader.findBy(Service, { id: In(owners.map((row) => row.serviceId)) });
  const plans = await reader.findBy(ServicePlan, { id: In(owners.map((row) => row.planId)) });
  const versionOf = await versionNumbers(reader, instances);
  return {
    items: instances.map((instance, index) => {
      const owner = required(owners[index]);
      const service = required(services.find((row) => row.id === owner.serviceId));
      const plan = required(plans.find((row) => row.id === owner.planId));
      return toInstanceView(instance, service, plan, versionOf(instance));
    }),
    page,
    limit,
    total,
  };
}
