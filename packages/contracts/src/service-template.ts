import { z } from 'zod';

/**
 * A service template: everything MinisPod must know to run an app, as one YAML file an operator can write without
 * touching code. The seed reads `packages/database/templates/*.yaml`; the manifests are built from the stored copy.
 */
const SlugSchema = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens');

const EnvNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'an environment variable name, e.g. DB_HOST');

/**
 * Pinned image reference, never `latest`: a tag, and better its digest as well, which the registry cannot put something else
 * under. With both, the digest decides and the tag is for people.
 */
const ImageSchema = z
  .string()
  .regex(
    /^[a-z0-9.\-/_]+:[\w][\w.-]{0,127}(@sha256:[a-f0-9]{64})?$/,
    'an image with a tag, e.g. docker.io/n8nio/n8n:1.100.0, or with its digest: …:1.100.0@sha256:…',
  )
  .refine((image) => !/:latest(@|$)/.test(image), 'pin a version: `latest` changes under running customers');

const PathSchema = z
  .string()
  .regex(/^(\/[^/\s]+)+$/, 'an absolute path without a slash at its end, e.g. /var/lib/app')
  .refine((path) => !path.split('/').includes('..'), 'may not contain ..');

/** A directory of the instance's one volume; `subPath` absent: all of it. */
const VolumeSchema = z.strictObject({
  mountPath: PathSchema,
  subPath: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'the name of one directory, e.g. data')
    .optional(),
});

const PortSchema = z.int().min(1).max(65_535);
const CommandSchema = z.array(z.string()).min(1);

const ProbeSchema = z.strictObject({
  /** Exactly one of the three. */
  httpPath: z.string().startsWith('/').optional(),
  tcp: z.boolean().optional(),
  exec: CommandSchema.optional(),
  initialDelaySeconds: z.int().min(0).max(600).default(0),
  periodSeconds: z.int().min(1).max(300).default(10),
  timeoutSeconds: z.int().min(1).max(60).default(5),
  failureThreshold: z.int().min(1).max(100).default(3),
});
export type TemplateProbe = z.infer<typeof ProbeSchema>;

const ProbesSchema = z.strictObject({
  startup: ProbeSchema.optional(),
  readiness: ProbeSchema.optional(),
  liveness: ProbeSchema.optional(),
});

const SecuritySchema = z.strictObject({
  /** Never root: the pod is always `runAsNonRoot`. */
  runAsUser: z.int().min(1),
  /** The container's group; the app's is also the volume's, and as such a group of every container of the pod. */
  fsGroup: z.int().min(1),
  readOnlyRootFilesystem: z.boolean().default(true),
});

/**
 * Values may refer to `${instance.url}` (http only), `${instance.host}`, `${instance.id}`, `${instance.address}` and
 * `${secret.NAME}`. A value that names a secret is put in the Kubernetes Secret, any other in the ConfigMap.
 */
const EnvSchema = z.record(EnvNameSchema, z.string()).default({});

const SecretSchema = z.strictObject({
  /** `hex` and `password` are made once per instance and kept; `length` counts characters. */
  generate: z.enum(['hex', 'password']),
  length: z.int().min(8).max(128).default(32),
});

const LocalizedSchema = z.strictObject({ en: z.string().min(1), id: z.string().min(1) });

const ShareSchema = z.int().min(5).max(90);

/** A container beside the app in the same pod, a database mostly: it is reached at 127.0.0.1, from nowhere else. */
const SidecarSchema = z.strictObject({
  name: SlugSchema,
  image: ImageSchema,
  /** Replaces the image's own arguments (CMD), not its entrypoint. */
  args: CommandSchema.optional(),
  port: PortSchema.optional(),
  env: EnvSchema,
  security: SecuritySchema,
  probes: ProbesSchema.default({}),
  volume: VolumeSchema.optional(),
  scratch: z.array(PathSchema).default([]),
  /** Percent of the plan's processor and memory; the app has what all sidecars together (at most 90) leave. */
  share: z.strictObject({ cpuPercent: ShareSchema, memoryPercent: ShareSchema }),
});
export type TemplateSidecar = z.infer<typeof SidecarSchema>;

/** How a consistent copy is made while the app runs; without it only cold copies of the volume are made. */
const BackupSchema = z.strictObject({
  /** Writes the backup to standard output, run in the running container; what it says goes to standard error. */
  command: CommandSchema,
  /** A sidecar's name; absent: the app's container. */
  container: SlugSchema.optional(),
  restore: z.strictObject({
    /** Reads the backup from standard input and replaces what there is. */
    command: CommandSchema,
    /** `before-start`: in a pod with the container's image and an empty volume; `running`: in the app that has come up new. */
    when: z.enum(['before-start', 'running']),
  }),
  /** For the file's name: `tar.gz`, `dump`. */
  fileExtension: z.string().regex(/^[a-z0-9]+(\.[a-z0-9]+)*$/, 'letters and dots, e.g. tar.gz'),
});
export type TemplateBackup = z.infer<typeof BackupSchema>;

const PlanSchema = z.strictObject({
  name: z.string().min(1).max(60),
  planType: z.enum(['FREE', 'BASIC', 'PRO', 'PREMIUM', 'ENTERPRISE']),
  description: LocalizedSchema,
  /** Rupiah. */
  monthlyPrice: z.int().min(0),
  yearlyPrice: z.int().min(0).optional(),
  setupFee: z.int().min(0).default(0),
  cpuMilli: z.int().min(50),
  memoryMb: z.int().min(64),
  storageGb: z.int().min(1),
  /** GB a month; 0 = not counted. */
  bandwidth: z.int().min(0).default(0),
  totalQuota: z.int().min(0),
  features: z.array(LocalizedSchema).default([]),
  maxInstancesPerUser: z.int().min(1).default(1),
  maxDomains: z.int().min(0).default(1),
  isPopular: z.boolean().default(false),
  /** By schedule: `everyHours: 0` is none; the newest `keep` are kept. */
  backups: z
    .strictObject({ everyHours: z.int().min(0).default(24), keep: z.int().min(0).default(7) })
    .default({ everyHours: 24, keep: 7 }),
});

export const ServiceTemplateSchema = z.strictObject({
  slug: SlugSchema,
  name: z.string().min(1).max(60),
  category: SlugSchema,
  summary: LocalizedSchema,
  description: LocalizedSchema,
  /** simple-icons slug of the logo. */
  icon: z.string(),
  tags: z.array(z.string()).default([]),
  documentation: z.url(),
  version: z.string(),
  /** What is new in this version, for those who are offered it. */
  changes: LocalizedSchema.optional(),
  isSecurityRelease: z.boolean().default(false),
  isFeatured: z.boolean().default(false),
  image: ImageSchema,
  /** Replaces the image's own arguments (CMD), not its entrypoint. Kubernetes puts a variable's value for `$(NAME)`. */
  args: CommandSchema.optional(),
  /** `http` gets an Ingress and an address; `tcp` gets a connection string. */
  protocol: z.enum(['http', 'tcp']),
  port: PortSchema,
  minimum: z.strictObject({
    cpuMilli: z.int().min(50),
    memoryMb: z.int().min(64),
    storageGb: z.int().min(1),
  }),
  volume: VolumeSchema,
  /** Directories that must be writable beside the volume (the root file system is read-only unless said). */
  scratch: z.array(PathSchema).default([]),
  security: SecuritySchema.extend({
    /** The Pod Security Standard that its namespace enforces. */
    podSecurity: z.enum(['restricted', 'baseline']).default('restricted'),
    /** Why not `restricted`; needed with `baseline`. */
    podSecurityReason: z.string().min(1).optional(),
  }),
  probes: ProbesSchema.required({ readiness: true }),
  secrets: z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/), SecretSchema).default({}),
  env: EnvSchema,
  sidecars: z.array(SidecarSchema).default([]),
  /** Shown to its owner alone: how a `tcp` service is reached (`${instance.address}` is host:port), or the first login's secret. */
  connectionString: z.string().optional(),
  /** Where its owner administers the app, as a path of its address, e.g. /ghost/. */
  adminPath: z
    .string()
    .regex(/^\/(?!\/)\S*$/, 'a path, e.g. /admin')
    .optional(),
  /** What the owner does first, shown when it runs. */
  firstRun: LocalizedSchema,
  /** Seconds a start usually takes: the estimate shown while waiting. */
  typicalStartSeconds: z.int().min(1).default(45),
  /** `strict` runs tenant code (workflows, scripts): a RuntimeClass where the cluster has one. */
  isolation: z.enum(['standard', 'strict']).default('standard'),
  /** What it may reach outside: everything public but mail ports, the web alone (80 and 443), or nothing. */
  egress: z.enum(['none', 'web', 'internet']).default('internet'),
  backup: BackupSchema.optional(),
  /** Facts above that came from the image's own documentation: one line each. */
  sources: z.array(z.string()).min(1),
  plans: z.array(PlanSchema).min(1),
});
export type ServiceTemplate = z.infer<typeof ServiceTemplateSchema>;
