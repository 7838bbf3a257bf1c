import { z } from 'zod';

/**
 * A service template: everything MinisPod must know to run an app, as one YAML file an operator can write without
 * touching code. The seed reads `packages/database/templates/*.yaml`; the manifests are built from the stored copy.
 */
const SlugSchema = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens');

const EnvNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'an environment variable name, e.g. DB_HOST');

const ProbeSchema = z.strictObject({
  /** Exactly one of the three. */
  httpPath: z.string().startsWith('/').optional(),
  tcp: z.boolean().optional(),
  exec: z.array(z.string()).min(1).optional(),
  initialDelaySeconds: z.int().min(0).max(600).default(0),
  periodSeconds: z.int().min(1).max(300).default(10),
  timeoutSeconds: z.int().min(1).max(60).default(5),
  failureThreshold: z.int().min(1).max(100).default(3),
});
export type TemplateProbe = z.infer<typeof ProbeSchema>;

const SecretSchema = z.strictObject({
  /** `hex` and `password` are made once per instance and kept; `length` counts characters. */
  generate: z.enum(['hex', 'password']),
  length: z.int().min(8).max(128).default(32),
});

const LocalizedSchema = z.strictObject({ en: z.string().min(1), id: z.string().min(1) });

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
  isFeatured: z.boolean().default(false),
  /** Pinned image reference; never `latest`. */
  image: z
    .string()
    .regex(/^[a-z0-9.\-/_]+:[\w][\w.-]{0,127}$/, 'an image with a tag, e.g. docker.io/n8nio/n8n:1.100.0')
    .refine((image) => !image.endsWith(':latest'), 'pin a version: `latest` changes under running customers'),
  /** `http` gets an Ingress and an address; `tcp` gets a connection string. */
  protocol: z.enum(['http', 'tcp']),
  port: z.int().min(1).max(65_535),
  minimum: z.strictObject({
    cpuMilli: z.int().min(50),
    memoryMb: z.int().min(64),
    storageGb: z.int().min(1),
  }),
  volume: z.strictObject({ mountPath: z.string().startsWith('/'), subPath: z.string().optional() }),
  /** Directories that must be writable beside the volume (the root file system is read-only unless said). */
  scratch: z.array(z.string().startsWith('/')).default([]),
  security: z.strictObject({
    runAsUser: z.int().min(1),
    fsGroup: z.int().min(1),
    readOnlyRootFilesystem: z.boolean().default(true),
  }),
  probes: z.strictObject({
    startup: ProbeSchema.optional(),
    readiness: ProbeSchema,
    liveness: ProbeSchema.optional(),
  }),
  secrets: z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/), SecretSchema).default({}),
  /**
   * Values may refer to `${instance.url}`, `${instance.host}`, `${instance.id}` and `${secret.NAME}`. A value that names
   * a secret is put in the Kubernetes Secret, any other in the ConfigMap.
   */
  env: z.record(EnvNameSchema, z.string()).default({}),
  /** For `tcp`: the connection string shown to its owner, with the same references and `${instance.address}` (host:port). */
  connectionString: z.string().optional(),
  /** What the owner does first, shown when it runs. */
  firstRun: LocalizedSchema,
  /** Seconds a start usually takes: the estimate shown while waiting. */
  typicalStartSeconds: z.int().min(1).default(45),
  /** `strict` runs tenant code (workflows, scripts): a RuntimeClass where the cluster has one. */
  isolation: z.enum(['standard', 'strict']).default('standard'),
  backupCommand: z.array(z.string()).optional(),
  /** Facts above that came from the image's own documentation: one line each. */
  sources: z.array(z.string()).min(1),
  plans: z.array(PlanSchema).min(1),
});
export type ServiceTemplate = z.infer<typeof ServiceTemplateSchema>;
