import { z } from 'zod';
import { INSTANCE_STATUSES, InstanceView } from './instance.js';
import { IdSchema, listOf, PageInput, TimeSchema } from './shared.js';

const Usage = z.object({ cpuMilli: z.number().int(), memoryMb: z.number().int() });

export const NodeView = z.object({
  name: z.string(),
  isReady: z.boolean(),
  isSchedulable: z.boolean(),
  /** Conditions that are not as they should be, in the cluster's words. */
  problems: z.array(z.string()),
  version: z.string(),
  allocatable: Usage.extend({ pods: z.number().int() }),
  requested: Usage.extend({ pods: z.number().int() }),
  /** Null where the cluster does not measure. */
  used: Usage.nullable(),
  createdAt: TimeSchema,
});
const Owned = {
  namespace: z.string(),
  name: z.string(),
  /** Null: not of one of our instances. */
  instanceId: IdSchema.nullable(),
  createdAt: TimeSchema,
};
export const NamespaceView = z.object({
  name: z.string(),
  userId: IdSchema.nullable(),
  userEmail: z.string().nullable(),
  phase: z.string(),
  pods: z.number().int(),
  requested: Usage,
  createdAt: TimeSchema,
});
export const PodView = z.object({
  ...Owned,
  phase: z.string(),
  isReady: z.boolean(),
  restarts: z.number().int(),
  /** Why it is not ready (CrashLoopBackOff, …); null when it is. */
  reason: z.string().nullable(),
  node: z.string().nullable(),
  requested: Usage,
  used: Usage.nullable(),
});
export const DeploymentView = z.object({
  ...Owned,
  image: z.string(),
  wanted: z.number().int(),
  ready: z.number().int(),
});
export const ServiceObjectView = z.object({
  ...Owned,
  clusterIp: z.string().nullable(),
  ports: z.array(z.number().int()),
});
export const IngressView = z.object({ ...Owned, hosts: z.array(z.string()), hasTls: z.boolean() });

export const CapacityView = z.object({
  nodes: z.number().int(),
  allocatable: Usage,
  requested: Usage,
  /** What the largest instance that still fits may have. */
  largestFree: Usage,
  takenAt: TimeSchema,
});

/** Only the namespaces of our tenants unless `all`. */
export const ClusterListInput = PageInput.extend({
  namespace: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'The name of a namespace')
    .optional(),
  q: z.string().trim().max(100).optional(),
});
export const NodeListView = z.object({ items: z.array(NodeView), capacity: CapacityView.nullable() });
export const NamespaceListView = listOf(NamespaceView);
export const PodListView = listOf(PodView);
export const DeploymentListView = listOf(DeploymentView);
export const ServiceObjectListView = listOf(ServiceObjectView);
export const IngressListView = listOf(IngressView);

export const DRIFT_KINDS = [
  'PAID_NOT_RUNNING',
  'RUNNING_NOT_PAID',
  'ORPHANED_DEPLOYMENT',
  'ORPHANED_VOLUME',
  'ORPHANED_NAMESPACE',
  'WRONG_RESOURCES',
  'STUCK_OPERATION',
  'STUCK_REMOVAL',
  'LEDGER',
] as const;
export const DriftView = z.object({
  checkedAt: TimeSchema,
  items: z.array(
    z.object({
      kind: z.enum(DRIFT_KINDS),
      /** What it is about, in a few words. */
      subject: z.string(),
      instanceId: IdSchema.nullable(),
      userId: IdSchema.nullable(),
      /** What was found. */
      finding: z.string(),
      whatToDo: z.string(),
      since: TimeSchema.nullable(),
    }),
  ),
});
export type DriftView = z.infer<typeof DriftView>;

const Owner = z.object({ id: IdSchema, name: z.string(), email: z.string() });
export const AdminInstanceListInput = PageInput.extend({
  status: z.enum(INSTANCE_STATUSES).optional(),
  health: z.enum(['healthy', 'unhealthy', 'unknown']).optional(),
  service: z.string().max(60).optional(),
  version: z.string().max(100).optional(),
  userId: IdSchema.optional(),
  /** Part of the name, the subdomain or the owner's address. */
  q: z.string().trim().max(100).optional(),
});
export const AdminInstanceListView = listOf(InstanceView.extend({ user: Owner, isLocked: z.boolean() }));
/** The customer reads the reason. */
export const AdminInstanceInput = z.strictObject({ id: IdSchema, reason: z.string().trim().min(3).max(500) });

export const FleetView = z.object({
  items: z.array(
    z.object({
      service: z.object({ name: z.string(), slug: z.string(), icon: z.string() }),
      versions: z.array(
        z.object({
          version: z.string(),
          instances: z.number().int(),
          unhealthy: z.number().int(),
          isNewest: z.boolean(),
          isSecurityRelease: z.boolean(),
          withdrawnReason: z.string().nullable(),
          createdAt: TimeSchema,
        }),
      ),
    }),
  ),
});
export const WithdrawVersionInput = z.strictObject({
  service: z.string().max(60),
  version: z.string().max(100),
  /** Null takes it back. */
  reason: z.string().trim().min(3).max(500).nullable(),
});
