import { rupiah } from '@minispod/contracts/rupiah';
import type { ServiceTemplate } from '@minispod/contracts/service-template';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { Service } from '../entities/service.entity.js';
import { ServiceCategory } from '../entities/service-category.entity.js';
import { ServicePlan } from '../entities/service-plan.entity.js';
import { ServiceVersion } from '../entities/service-version.entity.js';
import { type Reader, type Tx, withTransaction } from '../transaction.js';
import { CATEGORIES } from './categories.js';
import { readTemplates } from './read-templates.js';

export interface SeededCatalog {
  /** Slugs of what was missing and is there now. */
  categories: string[];
  services: string[];
  /** `slug version` of what existing services offer anew, and of versions whose file was corrected. */
  versions: string[];
  corrected: string[];
}

/**
 * Puts in the categories and services that are missing, each service with its plans, in one transaction; gives existing
 * services the versions of their templates. Prices, quotas, texts and visibility of what exists are the operator's and
 * left alone. New orders get the template's version; running instances stay on their own until they are updated, and
 * have a correction of it at their next look. Throws ServiceTemplateError.
 */
export async function seedCatalog(
  dataSource: DataSource,
  now: Date,
  operatorsDirectory?: string,
): Promise<SeededCatalog> {
  return withTransaction(dataSource, async (tx) => {
    const seeded: SeededCatalog = { categories: [], services: [], versions: [], corrected: [] };
    for (const [index, category] of CATEGORIES.entries()) {
      const row = { ...category, id: v7(), isActive: true, sortOrder: index, createdAt: now, updatedAt: now };
      if (await insertIfAbsent(tx, ServiceCategory, row)) seeded.categories.push(category.slug);
    }
    const templates = await readTemplates(await categorySlugs(tx), operatorsDirectory);
    for (const [index, template] of templates.entries()) {
      if (await insertService(tx, template, index, now)) seeded.services.push(template.slug);
      else await offerVersion(tx, template, seeded, now);
    }
    return seeded;
  });
}

/** Slugs of every category there is, for checking a template by. */
export async function categorySlugs(reader: Reader): Promise<string[]> {
  const categories = await reader.find(ServiceCategory, {
    select: { slug: true },
    order: { sortOrder: 'ASC' },
  });
  return categories.map(({ slug }) => slug);
}

/** The existing service is told of the template's version, where that or its content is new. */
async function offerVersion(tx: Tx, template: ServiceTemplate, seeded: SeededCatalog, now: Date) {
  const service = await tx.findOneOrFail(Service, { where: { slug: template.slug }, select: { id: true } });
  const { version } = template;
  const row = { id: v7(), serviceId: service.id, version, template, withdrawnReason: null, createdAt: now };
  if (await insertIfAbsent(tx, ServiceVersion, row)) {
    seeded.versions.push(`${template.slug} ${version}`);
  } else {
    const [[corrected]] = await tx.query(
      `UPDATE service_versions SET template = $3
        WHERE service_id = $1 AND version = $2 AND template IS DISTINCT FROM $3 RETURNING id`,
      [service.id, version, template],
    );
    if (corrected) seeded.corrected.push(`${template.slug} ${version}`);
  }
  const { image, port, minimum } = template;
  await tx.query(
    `UPDATE services SET version = $2, template = $3, docker_image = $4, default_port = $5,
            min_cpu_milli = $6, min_memory_mb = $7, min_storage_gb = $8, updated_at = $9
      WHERE id = $1 AND (version <> $2 OR template IS DISTINCT FROM $3 OR docker_image IS DISTINCT FROM $4)`,
    [service.id, version, template, image, port, minimum.cpuMilli, minimum.memoryMb, minimum.storageGb, now],
  );
}

async function insertService(tx: Tx, template: ServiceTemplate, sortOrder: number, now: Date) {
  const category = await tx.findOneByOrFail(ServiceCategory, { slug: template.category });
  const service: Service = {
    id: v7(),
    categoryId: category.id,
    kind: 'APP',
    name: template.name,
    slug: template.slug,
    description: template.summary.en,
    longDescription: template.description.en,
    translations: { id: { description: template.summary.id, longDescription: template.description.id } },
    icon: template.icon,
    version: template.version,
    dockerImage: template.image,
    defaultPort: template.port,
    minCpuMilli: template.minimum.cpuMilli,
    minMemoryMb: template.minimum.memoryMb,
    minStorageGb: template.minimum.storageGb,
    template,
    tags: template.tags,
    documentation: template.documentation,
    isActive: true,
    isPublic: true,
    isFeatured: template.isFeatured,
    sortOrder,
    createdAt: now,
    updatedAt: now,
  };
  if (!(await insertIfAbsent(tx, Service, service))) return false;
  await tx.insert(ServiceVersion, {
    id: v7(),
    serviceId: service.id,
    version: template.version,
    template,
    createdAt: now,
  });
  await tx.insert(
    ServicePlan,
    template.plans.map((plan, index) => toPlan(service.id, plan, index, now)),
  );
  return true;
}

function toPlan(
  serviceId: string,
  plan: ServiceTemplate['plans'][number],
  sortOrder: number,
  now: Date,
): ServicePlan {
  const { description, features, monthlyPrice, yearlyPrice, setupFee, backups, ...rest } = plan;
  return {
    ...rest,
    id: v7(),
    serviceId,
    description: description.en,
    features: features.map(({ en }) => en),
    translations: { id: { description: description.id, features: features.map(({ id }) => id) } },
    monthlyPrice: rupiah(monthlyPrice),
    yearlyPrice: yearlyPrice === undefined ? null : rupiah(yearlyPrice),
    setupFee: rupiah(setupFee),
    backupEveryHours: backups.everyHours,
    backupKeep: backups.keep,
    usedQuota: 0,
    keptQuota: 0,
    isActive: true,
    sortOrder,
    createdAt: now,
    updatedAt: now,
  };
}

/** True when the row was not there. Two seeds at once: one inserts, the other finds it. */
async function insertIfAbsent<T extends object>(tx: Tx, entity: new () => T, row: T): Promise<boolean> {
  const { raw } = await tx
    .createQueryBuilder()
    .insert()
    .into(entity)
    .values(row as never)
    .orIgnore()
    .returning('id')
    .execute();
  return raw.length > 0;
}
