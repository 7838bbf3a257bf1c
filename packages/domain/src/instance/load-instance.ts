import { Service } from '@minispod/database/entities/service.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Reader } from '@minispod/database/transaction';
import { required } from '../rows.js';

export interface LoadedInstance {
  instance: ServiceInstance;
  subscription: Subscription;
  plan: ServicePlan;
  service: Service;
  /** The version of the app that it runs, with its template. */
  version: ServiceVersion;
}

/** An instance with what it hangs on, in one statement, or null. With `userId`, only when it is that user's. */
export async function loadInstance(
  reader: Reader,
  id: string,
  userId?: string,
): Promise<LoadedInstance | null> {
  const found = await reader
    .createQueryBuilder(ServiceInstance, 'i')
    .innerJoinAndMapOne('i.subscription', Subscription, 's', 's.id = i.subscriptionId')
    .innerJoinAndMapOne('i.plan', ServicePlan, 'p', 'p.id = s.planId')
    .innerJoinAndMapOne('i.service', Service, 'a', 'a.id = s.serviceId')
    .leftJoinAndMapOne('i.version', ServiceVersion, 'v', 'v.id = i.serviceVersionId')
    .where({ id })
    .getOne();
  if (!found) return null;
  const { subscription, plan, service, version, ...instance } = found as ServiceInstance & LoadedInstance;
  if (userId !== undefined && subscription.userId !== userId) return null;
  return { instance, subscription, plan, service, version: required(version) };
}
