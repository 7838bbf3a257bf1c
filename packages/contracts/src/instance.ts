import { z } from 'zod';
import { DomainNameSchema } from './custom-domain.js';
import { nameSchema } from './names.js';
import { OperationView } from './operation.js';
import { IdSchema, listOf, PageInput, RequestIdSchema, StatusChange, TimeSchema } from './shared.js';

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

export const InstanceNameSchema = nameSchema(60);

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

export const INSTANCE_ALERT_KINDS = [
  'INSTANCE_UNHEALTHY',
  'INSTANCE_CRASH_LOOP',
  'INSTANCE_OUT_OF_MEMORY',
  'VOLUME_NEARLY_FULL',
  'PROCESSOR_NEARLY_USED',
  'MEMORY_NEARLY_USED',
  'CERTIFICATE_TROUBLE',
  'BACKUP_FAILED',
  'UPDATE_ROLLED_BACK',
] as const;
export type InstanceAlertKind = (typeof INSTANCE_ALERT_KINDS)[number];
export const InstanceAlert = z.object({
  id: IdSchema,
  kind: z.enum(INSTANCE_ALERT_KINDS),
  severity: z.enum(['WARNING', 'CRITICAL']),
  message: z.string(),
  raisedAt: TimeSchema,
});

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
  /** Where the app answers and what it takes for its own address: a domain of the customer's, or the one we gave. */
  publicUrl: z.string().nullable(),
  /** The address that we gave. */
  givenUrl: z.string().nullable(),
  /** Where the app is administered, where its template names that place and it has an address. */
  adminUrl: z.string().nullable(),
  /** Its address is reached by HTTPS. */
  sslEnabled: z.boolean(),
  /** The pod that runs it, as last seen in the cluster; null while none does. */
  podName: z.string().nullable(),
  /** Of the app. */
  version: z.string(),
  /** In the bin until then: it can be taken back, and is removed for good at that time. */
  deletionDueAt: TimeSchema.nullable(),
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
  /** Backup, restore or update under way. */
  operation: OperationView.nullable(),
  /** The newest version offered, when it is not the one that runs. */
  update: z
    .object({
      version: z.string(),
      isSecurityRelease: z.boolean(),
      changes: z.object({ en: z.string(), id: z.string() }).nullable(),
    })
    .nullable(),
  /** Why nobody should run its version any more; null when there is no such reason. */
  versionWithdrawn: z.string().nullable(),
  /** Why an administrator keeps it stopped; null when none does. */
  lockedReason: z.string().nullable(),
  /** Last reading; null before the first or where the cluster does not measure. */
  usage: z
    .object({
      at: TimeSchema,
      cpuMilli: z.number().int(),
      memoryMb: z.number().int(),
      volumeUsedMb: z.number().int().nullable(),
      volumeCapacityMb: z.number().int().nullable(),
    })
    .nullable(),
  /** What is wrong now, newest first. */
  alerts: z.array(InstanceAlert),
  /** How many its subscription's plan allows, and how many there are. */
  instancesOfPlan: z.object({ used: z.number().int(), maximum: z.number().int() }),
});
export type InstanceDetail = z.infer<typeof InstanceDetail>;

export const InstanceListInput = PageInput.extend({ status: z.enum(INSTANCE_STATUSES).optional() });
export const InstanceListView = listOf(InstanceView);
export const InstanceInput = z.strictObject({ id: IdSchema });

/** What was done to an instance, for its activity list. `details` never holds a value of a variable. */
export const INSTANCE_ACTIVITIES = [
  'STARTED',
  'STOPPED',
  'RESTARTED',
  'RETRIED',
  'RENAMED',
  'VARIABLES_CHANGED',
  'DELETED',
  'RECOVERED',
  'DOMAIN_ADDED',
  'DOMAIN_ACTIVE',
  'DOMAIN_MOVED',
  'DOMAIN_MAIN',
  'DOMAIN_REMOVED',
  'BACKUP_MADE',
  'BACKUP_FAILED',
  'BACKUP_DELETED',
  'BACKUP_DOWNLOADED',
  'RESTORED',
  'RESTORE_FAILED',
  'UPDATED',
  'UPDATE_ROLLED_BACK',
  'BACKUP_PROVEN',
  'UNHEALTHY',
  'HEALTHY',
  'DRIFT_CORRECTED',
  'LOCKED',
  'UNLOCKED',
] as const;
export type InstanceActivityKind = (typeof INSTANCE_ACTIVITIES)[number];

export const UpdateInstanceInput = z
  .strictObject({
    id: IdSchema,
    name: InstanceNameSchema.optional(),
    /** All of them: one that is missing is removed. The app restarts when they change. */
    envVars: EnvVarsSchema.optional(),
    /** Adds this domain; null removes all. */
    customDomain: DomainNameSchema.nullable().optional(),
    requestId: RequestIdSchema.optional(),
  })
  .refine(
    ({ name, envVars, customDomain }) =>
      name !== undefined || envVars !== undefined || customDomain !== undefined,
    { error: 'Nothing to change', path: ['name'] },
  );
export type UpdateInstanceInput = z.infer<typeof UpdateInstanceInput>;

export const CreateInstanceInput = z.strictObject({
  /** The subscription's. */
  id: IdSchema,
  instanceName: InstanceNameSchema.optional(),
  subdomain: SubdomainSchema.optional(),
  envVars: EnvVarsSchema.optional(),
  requestId: RequestIdSchema.optional(),
});
export type CreateInstanceInput = z.infer<typeof CreateInstanceInput>;

/** `confirm` is the instance's name as it is seen, typed by whoever deletes it. */
export const DeleteInstanceInput = z.strictObject({
  id: IdSchema,
  confirm: z.string().max(100),
  requestId: RequestIdSchema.optional(),
});

/** `notice`: that the subscription goes on, in words. */
export const DeletedInstanceView = InstanceView.extend({ notice: z.string() });

export const VariablesView = z.object({
  /** The customer's own, in the clear: shown to their owner only. */
  envVars: z.record(z.string(), z.string()),
  /** Set by the service. Those of `locked` cannot be overridden, because they carry a generated secret. */
  template: z.array(z.object({ name: z.string(), value: z.string().nullable(), isLocked: z.boolean() })),
  history: z.array(
    z.object({
      at: TimeSchema,
      actor: z.string(),
      added: z.array(z.string()),
      changed: z.array(z.string()),
      removed: z.array(z.string()),
    }),
  ),
});

export const LogsInput = z.strictObject({
  id: IdSchema,
  /** Last lines of the running container; at most 5,000. */
  lines: z.int().min(1).max(5_000).default(200),
  /** Of the container before the last restart: where a crash explains itself. */
  previous: z.enum(['true', 'false']).optional(),
  /** `app` or a sidecar of the service. */
  container: z.string().max(60).optional(),
});
export const LogLine = z.object({
  /** As the container runtime stamped it, with nanoseconds: also the place to go on from. */
  at: z.string(),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;
export const LogsView = z.object({
  lines: z.array(LogLine),
  containers: z.array(z.string()),
  /** Why there are none; null when there are, or when there is nothing to say. */
  notice: z.string().nullable(),
});
/** `lastEventId` is the stamp of the last line the client has: tRPC's SSE sends it by itself after a drop. */
export const FollowLogsInput = z.strictObject({
  id: IdSchema,
  container: z.string().max(60).optional(),
  lastEventId: z.string().max(60).nullish(),
});

export const METRIC_RANGES = ['1h', '6h', '24h', '7d', '30d'] as const;
export const MetricsInput = z.strictObject({ id: IdSchema, range: z.enum(METRIC_RANGES).default('24h') });
export const MetricsView = z.object({
  range: z.enum(METRIC_RANGES),
  limits: z.object({ cpuMilli: z.number().int(), memoryMb: z.number().int(), volumeMb: z.number().int() }),
  points: z.array(
    z.object({
      at: TimeSchema,
      cpuMilli: z.number().int(),
      memoryMb: z.number().int(),
      volumeUsedMb: z.number().int().nullable(),
    }),
  ),
});

export const EventsInput = PageInput.extend({ id: IdSchema });
export const EventsView = listOf(
  z.object({
    at: TimeSchema,
    /** STATUS: a change of status. ACTIVITY: something somebody did. CLUSTER: what the cluster says of its objects. */
    source: z.enum(['STATUS', 'ACTIVITY', 'CLUSTER']),
    /** A status, an activity's kind, or the cluster's reason (Pulled, BackOff, …); the console has words for them. */
    code: z.string(),
    /** The cluster's own words, or the actor and reason. */
    message: z.string().nullable(),
    actor: z.string().nullable(),
    isWarning: z.boolean(),
    details: z.record(z.string(), z.unknown()),
  }),
);
