import type { InstanceView } from '@minispod/contracts/instance';
import type { Service } from '@minispod/database/entities/service.entity';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { ServicePlan } from '@minispod/database/entities/service-plan.entity';

export type ServiceFacts = Pick<Service, 'id' | 'name' | 'slug' | 'icon' | 'template'>;
export type PlanFacts = Pick<ServicePlan, 'id' | 'name' | 'planType'>;

export function toInstanceView(
  instance: ServiceInstance,
  service: ServiceFacts,
  plan: PlanFacts,
  version: string,
): InstanceView {
  return {
    id: instance.id,
    subscriptionId: instance.subscriptionId,
    name: instance.name,
    status: instance.status,
    health: {
      status: instance.healthStatus,
      code: instance.healthCode,
      reason: instance.healthReason,
      since: instance.healthSince?.toISOString() ?? null,
    },
    service: {
      name: service.name,
      slug: service.slug,
      icon: service.icon,
      protocol: service.template?.protocol ?? 'http',
    },
    planName: plan.name,
    subdomain: instance.subdomain,
    publicUrl: instance.publicUrl,
    version,
    deletionDueAt: instance.deletionDueAt?.toISOString() ?? null,
    createdAt: instance.createdAt.toISOString(),
    updatedAt: instance.updatedAt.toISOString(),
  };
}
