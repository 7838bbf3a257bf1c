import type { InstanceView } from '@minispod/contracts/instance';
import type { Service } from '@minispod/database/entities/service.entity';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import type { Reader } from '@minispod/database/transaction';
import { required } from '../rows.js';
import { loadInstance } from './load-instance.js';

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
    publicUrl: instance.mainUrl ?? instance.publicUrl,
    givenUrl: instance.publicUrl,
    adminUrl: adminUrl(instance, service),
    sslEnabled: (instance.mainUrl ?? instance.publicUrl)?.startsWith('https:') ?? false,
    podName: instance.podName,
    version,
    deletionDueAt: instance.deletionDueAt?.toISOString() ?? null,
    createdAt: instance.createdAt.toISOString(),
    updatedAt: instance.updatedAt.toISOString(),
  };
}

function adminUrl(
  { mainUrl, publicUrl: givenUrl }: ServiceInstance,
  { template }: ServiceFacts,
): string | null {
  const publicUrl = mainUrl ?? givenUrl;
  return publicUrl !== null && template?.adminPath ? new URL(template.adminPath, publicUrl).href : null;
}

/** An instance as it is within this transaction. It exists. */
export async function viewInstance(reader: Reader, id: string): Promise<InstanceView> {
  const { instance, service, plan, version } = required(await loadInstance(reader, id));
  return toInstanceView(instance, service, plan, version.version);
}
