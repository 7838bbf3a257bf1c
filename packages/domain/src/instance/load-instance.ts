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

/** An instance with what it hangs on, or null. With `userId`, only when it is that user's. */
export async function loadInstance(
  reader: Reader,
  id: string,
  userId?: string,
): Promise<LoadedInstance | null> {
  const instance = await reader.findOneBy(ServiceInstance, { id });
  if (!instance) return null;
  const subscription = required(await reader.findOneBy(Subscription, { id: instance.subscriptionId }));
  if (userId !== undefined && subscription.userId !== userId) return null;
  return {
    instance,
    subscription,
    plan: required(await reader.findOneBy(ServicePlan, { id: subscription.planId })),
    service: required(await reader.findOneBy(Service, { id: subscription.serviceId })),
    version: required(await reader.findOneBy(ServiceVersion, { id: required(instance.serviceVersionId) })),
  };
}
