import { readdir, readFile } from 'node:fs/promises';
import { rupiah } from '@minispod/contracts/rupiah';
import type { ServiceTemplate } from '@minispod/contracts/service-template';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { Service } from '../entities/service.entity.js';
import { ServiceCategory } from '../entities/service-category.entity.js';
import { ServicePlan } from '../entities/service-plan.entity.js';
import { ServiceVersion } from '../entities/service-version.entity.js';
import { parseServiceTemplate } from '../service-template-file.js';
import { type Tx, withTransaction } from '../transaction.js';
import { CATEGORIES } from './categories.js';

const TEMPLATES = new URL('../../templates/', import.meta.url);

export interface SeededCatalog {
  /** Slugs of what was missing and is there now. */
  categories: string[];
  services: string[];
}

/**
 * Puts in the categories and services that are missing, each service with its plans, in one transaction. What exists
 * belongs to the operator and is left alone whole: prices, quotas, texts, and the template, because a new image under
 * running customers is a decision and not a restart. Throws ServiceTemplateError.
 */
export async function seedCatalog(dataSource: DataSource, now: Date): Promise<SeededCatalog> {
  const templates = await readTemplates();
  return withTransaction(dataSource, async (tx) => {
    const categories: string[] = [];
    for (const [index, category] of CATEGORIES.entries()) {
      const row = { ...category, id: v7(), isActive: true, sortOrder: index, createdAt: now, updatedAt: now };
      if (await insertIfAbsent(tx, ServiceCategory, row)) categories.push(category.slug);
    }
    const services: string[] = [];
    for (const [index, template] of templates.entries()) {
      if (await insertService(tx, template, index, now)) services.push(template.slug);
    }
    return { categories, services };
  });
}

/** In the order of the files' names. */
async function readTemplates(): Promise<ServiceTemplate[]> {
  const names = (await readdir(TEMPLATES)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    names.map(async (name) => parseServiceTemplate(await readFile(new URL(name, TEMPLATES), 'utf8'), name)),
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
