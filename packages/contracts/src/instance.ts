import { z } from 'zod';
import { IdSchema, listOf, PageInput, StatusChange, TimeSchema } from './shared.js';

export const INSTANCE_STATUSES = [
  'PENDING',
  'PROVISIONING',
  'RUNNING',
  'STOPPED',
  'ERROR',
  'TERMINATED',
  'MAINTENANCE',
  'SUSPENDED',
] as const;
export type InstanceStatus = (typeof INSTANCE_STATUSES)[number];

export const STEP_STATUSES = ['WAITING', 'RUNNING', 'DONE', 'FAILED'] as const;

export const StepView = z.object({
  /** namespace, configuration, storage, deployment, network, address, ready. */
  name: z.string(),
  status: z.enum(STEP_STATUSES),
  startedAt: TimeSchema.nullable(),
  finishedAt: TimeSchema.nullable(),
});
export type StepView = z.infer<typeof StepView>;

/** A subdomain is a DNS label of 3 to 40 characters. */
export const SubdomainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(3, 'At least 3 characters')
  .max(40, 'At most 40 characters')
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])$/, 'Letters, digits and hyphens; no hyphen at either end');

/** The customer's own variables. Names as POSIX has them; values are data and are never interpreted. */
export const EnvVarsSchema = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'Letters, digits and underscores'),
    z.string().max(10_000),
  )
  .refine((vars) => Object.keys(vars).length <= 50, 'At most 50 variables');

export const InstanceView = z.object({
  id: IdSchema,
  subscriptionId: IdSchema,
  name: z.string(),
  status: z.enum(INSTANCE_STATUSES),
  health: z.object({
    status: z.enum(['healthy', 'unhealthy', 'unknown']),
    /** A problem code (IMAGE_PULL_FAILED, CRASH_LOOP, …) and the cluster's own words; null when healthy. */
    code: z.string().nullable(),
    reason: z.string().nullable(),
    since: TimeSchema.nullable(),
  }),
  service: z.object({
    name: z.string(),
    slug: z.string(),
    icon: z.string(),
    protocol: z.enum(['http', 'tcp']),
  }),
  planName: z.string(),
  subdomain: z.string(),
  publicUrl: z.string().nullable(),
  createdAt: TimeSchema,
  updatedAt: TimeSchema,
});
export type InstanceView = z.infer<typeof InstanceView>;

export const InstanceDetail = InstanceView.extend({
  resources: z.object({
    cpuMilli: z.number().int(),
    memoryMb: z.number().int(),
    storageGb: z.number().int(),
  }),
  /** For tcp services; holds the password, so it is shown only to its owner. */
  connectionString: z.string().nullable(),
  firstRun: z.object({ en: z.string(), id: z.string() }),
  steps: z.array(StepView),
  /** When provisioning gives up by itself and returns the money; null when it is not provisioning. */
  deadlineAt: TimeSchema.nullable(),
  typicalStartSeconds: z.number().int(),
  /** After a first provisioning that failed: what was given back, rupiah. */
  refunded: z.number().int().nullable(),
  orderId: IdSchema.nullable(),
  timeline: z.array(StatusChange),
});
export type InstanceDetail = z.infer<typeof InstanceDetail>;

export const InstanceListInput = PageInput.extend({ status: z.enum(INSTANCE_STATUSES).optional() });
export const InstanceListView = listOf(InstanceView);
export const InstanceInput = z.strictObject({ id: IdSchema });
