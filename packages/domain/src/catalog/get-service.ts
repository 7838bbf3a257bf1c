import type { PlanView, ServiceView } from '@minispod/contracts/catalog';
import { Service } from '@minispod/database/entities/service.entity';
import { ServiceCategory } from '@minispod/database/entities/service-category.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';

/** A service that can be ordered, with its active plans from small to large. Throws NOT_FOUND. */
export async function getService(reader: Reader, slug: string): Promise<ServiceView> {
  const service = await reader.findOneBy(Service, { slug, isActive: true, isPublic: true });
  if (!service) throw notFound('Service');
  const category = await reader.findOneBy(ServiceCategory, { id: service.categoryId, isActive: true });
  const plans = await reader.find(ServicePlan, {
    where: { serviceId: service.id, isActive: true },
    order: { sortOrder: 'ASC', monthlyPrice: 'ASC' },
  });
  if (!category || plans.length === 0) throw notFound('Service');

  const { id, name, kind, description, longDescription, icon, version, tags, isFeatured } = service;
  return {
    id,
    name,
    slug,
    kind,
    description,
    longDescription,
    icon,
    version,
    tags,
    isFeatured,
    category: { name: category.name, slug: category.slug },
    documentation: service.documentation,
    protocol: service.template?.protocol ?? 'tcp',
    typicalStartSeconds: service.template?.typicalStartSeconds ?? 60,
    translations: { id: service.translations.id ?? { description, longDescription } },
    plans: plans.map(toPlanView),
    updatedAt: service.updatedAt.toISOString(),
  };
}

function toPlanView(plan: ServicePlan): PlanView {
  const { id, name, planType, description, monthlyPrice, yearlyPrice, setupFee, features } = plan;
  const { cpuMilli, memoryMb, storageGb, bandwidth, maxInstancesPerUser, maxDomains, isPopular } = plan;
  return {
    id,
    name,
    planType,
    description,
    monthlyPrice,
    ...(yearlyPrice === null ? {} : { yearlyPrice }),
    setupFee,
    cpuMilli,
    memoryMb,
    storageGb,
    bandwidth,
    features,
    translations: { id: plan.translations.id ?? { description, features } },
    availableQuota: plan.totalQuota - plan.usedQuota - plan.keptQuota,
    totalQuota: plan.totalQuota,
    maxInstancesPerUser,
    maxDomains,
    isPopular,
  };
}
