import { z } from 'zod';
import { IdSchema, listOf, PageInput, TimeSchema } from './shared.js';

export const PLAN_TYPES = ['FREE', 'BASIC', 'PRO', 'PREMIUM', 'ENTERPRISE'] as const;
export type PlanType = (typeof PLAN_TYPES)[number];
export const SERVICE_KINDS = ['APP', 'VPS'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];
export const BILLING_CYCLES = ['MONTHLY', 'YEARLY'] as const;
export type BillingCycle = (typeof BILLING_CYCLES)[number];

/** True when `to` is a higher tier than `from`. */
export function isHigherTier(to: PlanType, from: PlanType): boolean {
  return PLAN_TYPES.indexOf(to) > PLAN_TYPES.indexOf(from);
}

const SlugSchema = z.string().min(1).max(80);

export const CategoryView = z.object({
  id: IdSchema,
  name: z.string(),
  slug: z.string(),
  description: z.string(),
  /** Indonesian texts; the plain fields are English. */
  translations: z.object({ id: z.object({ name: z.string(), description: z.string() }) }),
  icon: z.string(),
  sortOrder: z.number().int(),
  serviceCount: z.number().int(),
});
export type CategoryView = z.infer<typeof CategoryView>;

export const PlanView = z.object({
  id: IdSchema,
  name: z.string(),
  planType: z.enum(PLAN_TYPES),
  description: z.string(),
  /** Rupiah. */
  monthlyPrice: z.number().int(),
  yearlyPrice: z.number().int().optional(),
  setupFee: z.number().int(),
  cpuMilli: z.number().int(),
  memoryMb: z.number().int(),
  storageGb: z.number().int(),
  /** GB a month, as the catalog has it; it is not measured, so the console promises nothing of it. */
  bandwidth: z.number().int(),
  features: z.array(z.string()),
  translations: z.object({ id: z.object({ description: z.string(), features: z.array(z.string()) }) }),
  availableQuota: z.number().int(),
  totalQuota: z.number().int(),
  maxInstancesPerUser: z.number().int(),
  maxDomains: z.number().int(),
  isPopular: z.boolean(),
});
export type PlanView = z.infer<typeof PlanView>;

const ServiceCore = z.object({
  id: IdSchema,
  name: z.string(),
  slug: z.string(),
  kind: z.enum(SERVICE_KINDS),
  description: z.string(),
  icon: z.string(),
  version: z.string(),
  tags: z.array(z.string()),
  isFeatured: z.boolean(),
  category: z.object({ name: z.string(), slug: z.string() }),
});

export const ServiceSummary = ServiceCore.extend({
  translations: z.object({ id: z.object({ description: z.string() }) }),
  /** Lowest monthly price among active plans, rupiah. */
  fromPrice: z.number().int(),
  /** Slots free over all active plans. */
  availableQuota: z.number().int(),
  planCount: z.number().int(),
});
export type ServiceSummary = z.infer<typeof ServiceSummary>;

export const ServiceView = ServiceCore.extend({
  longDescription: z.string(),
  documentation: z.string().nullable(),
  protocol: z.enum(['http', 'tcp']),
  typicalStartSeconds: z.number().int(),
  translations: z.object({ id: z.object({ description: z.string(), longDescription: z.string() }) }),
  plans: z.array(PlanView),
  updatedAt: TimeSchema,
});
export type ServiceView = z.infer<typeof ServiceView>;

export const CategoryServicesInput = PageInput.extend({
  categorySlug: SlugSchema,
  sort: z.enum(['featured', 'name', 'price', 'newest']).default('featured'),
});
export const ServiceInput = z.strictObject({ serviceSlug: SlugSchema });
export const SearchInput = PageInput.extend({
  q: z.string().trim().max(100).default(''),
  category: SlugSchema.optional(),
  tag: z.string().max(50).optional(),
  /** Rupiah a month. */
  maxPrice: z.int().min(0).max(1_000_000_000_000).optional(),
});
export type SearchInput = z.infer<typeof SearchInput>;

export const CategoriesView = z.object({ items: z.array(CategoryView) });
export const ServiceListView = listOf(ServiceSummary);
