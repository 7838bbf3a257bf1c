import type { ServiceTemplate } from '@minispod/contracts/service-template';

/** What one instance should look like in the cluster. Everything the pure manifest builders need, and nothing else. */
export interface DesiredInstance {
  instanceId: string;
  subscriptionId: string;
  userId: string;
  template: ServiceTemplate;
  /** The plan's: millicores, MiB, GiB. Requests equal limits. */
  resources: { cpuMilli: number; memoryMb: number; storageGb: number };
  /** Sum over all the user's live instances, this one included: the namespace's ResourceQuota. */
  tenant: { cpuMilli: number; memoryMb: number; storageGb: number; instances: number };
  /** Which volume it uses: claim `{instance}-data` for 1, `{instance}-data-{n}` for later ones, each filled by a restore. */
  volumeGeneration: number;
  /** ISO 8601; another time is another pod. Null: never restarted. */
  restartedAt: string | null;
  /** Domains of the customer's own whose DNS points here: each has an Ingress and a certificate of its own. */
  domains: { id: string; domain: string }[];
  /** False: no Ingress though it runs, as in a restore drill. */
  isExposed: boolean;
  /** `{subdomain}.{APPS_DOMAIN}`; a DNS label already checked. */
  subdomain: string;
  /** The customer's own domain, as a URL, that the app is to take for its address; null: `{subdomain}.{APPS_DOMAIN}`. */
  mainUrl: string | null;
  /** Customer's own variables; they override the template's, never its secrets. */
  env: Record<string, string>;
  /** Values of the template's `secrets`, made once when the instance was ordered. */
  secrets: Record<string, string>;
  /** False scales to zero and closes the ingress. */
  running: boolean;
}

export interface InstanceRef {
  instanceId: string;
  userId: string;
}

/** Steps in the order in which they are done; the console shows them in words. */
export const PROVISIONING_STEPS = [
  'namespace',
  'configuration',
  'storage',
  'deployment',
  'network',
  'address',
  'ready',
] as const;
export type ProvisioningStep = (typeof PROVISIONING_STEPS)[number];

/** Why an instance does not run. The console has a sentence for each code in both languages. */
export const INSTANCE_PROBLEMS = [
  'IMAGE_PULL_FAILED',
  'CRASH_LOOP',
  'OUT_OF_MEMORY',
  'UNSCHEDULABLE',
  'QUOTA_EXCEEDED',
  'VOLUME_PENDING',
  'EVICTED',
  'NODE_TROUBLE',
  'CONTAINER_CONFIG',
  'FOREIGN_OBJECT',
  'NOT_READY_IN_TIME',
  'CLUSTER_ERROR',
] as const;
export type InstanceProblemCode = (typeof INSTANCE_PROBLEMS)[number];

export interface InstanceProblem {
  code: InstanceProblemCode;
  /** The cluster's own words (an event's message, the last log lines): details for people, at most 1,000 characters. */
  message: string;
  /** True when waiting cannot help: provisioning is ended now instead of at its deadline. */
  definitive: boolean;
}

export interface InstanceObservation {
  /** ABSENT: no Deployment. READY: available, its pod passed the readiness probe. STOPPED: scaled to zero as wished. */
  phase: 'ABSENT' | 'PROGRESSING' | 'READY' | 'STOPPED';
  /** What stands in the way, if anything does. A READY instance has none. */
  problem: InstanceProblem | null;
  podName: string | null;
}

/** One reading of one instance; what could not be measured is null. */
export interface UsageReading {
  instanceId: string;
  /** Over all its containers. */
  cpuMilli: number;
  memoryMb: number;
  volumeUsedMb: number | null;
  volumeCapacityMb: number | null;
}

/** Millicores and MiB. */
export interface Amounts {
  cpuMilli: number;
  memoryMb: number;
}

export interface Capacity {
  nodes: number;
  /** Of all schedulable, ready nodes. */
  allocatable: Amounts;
  /** Asked for by every pod on them, ours or not. */
  requested: Amounts;
  /** What is left on each of them: an instance must fit into one whole. */
  free: Amounts[];
}

/** Our objects as the cluster has them, for finding what the database knows nothing of. */
export interface Inventory {
  /** Namespaces of tenants, by user. */
  tenants: { userId: string; namespace: string; createdAt: Date }[];
  deployments: {
    instanceId: string;
    userId: string;
    wanted: number;
    available: number;
    cpuMilli: number;
    memoryMb: number;
    createdAt: Date;
  }[];
  volumes: {
    instanceId: string;
    userId: string;
    name: string;
    generation: number;
    storageGb: number;
    createdAt: Date;
  }[];
}

/** What a removal has still to wait for. */
export interface Removal {
  /** How many objects are still going. */
  remaining: number;
  /** Which these are, and the finalizers that hold them, in words; absent when nothing remains. */
  waitingFor?: string;
}

export type CertificateState =
  | { status: 'PENDING'; message: string | null }
  /** The issuer has said no, or keeps failing. */
  | { status: 'FAILED'; message: string }
  | { status: 'READY'; expiresAt: Date };

export interface Cluster {
  /**
   * Brings the objects to the desired state by server-side apply, in order; repeatable any number of times. `onStep` is
   * called when a step is done. Throws ForeignObject when an object of that name is not ours (nothing of it is changed),
   * ClusterRejected when the objects themselves are refused, and ClusterUnreachable on anything that may pass.
   */
  apply(desired: DesiredInstance, onStep?: (step: ProvisioningStep) => Promise<void>): Promise<void>;
  /** Removes every object of this instance and no other; the namespace stays. Resolves with what is still going. */
  remove(ref: InstanceRef): Promise<Removal>;
  /** Reads the state of one instance now. */
  observe(ref: InstanceRef): Promise<InstanceObservation>;
  /**
   * Calls `onChange` for every instance whose objects changed, first once for each that exists. One watch per kind,
   * resumed after drops, relisted after 410. Ends when the signal aborts.
   */
  watch(onChange: (instanceId: string) => void, signal: AbortSignal): Promise<void>;
  /**
   * Calls `onDrift` for every instance of which an object was deleted, or changed by somebody else than this field
   * manager: it should be applied again. Watches metadata only, one watch per kind. Ends when the signal aborts.
   */
  watchDrift(onDrift: (instanceId: string, what: string) => void, signal: AbortSignal): Promise<void>;
  /** Removes volumes of other generations than these. Resolves with what is still going. */
  removeOtherVolumes(ref: InstanceRef, keep: number[]): Promise<Removal>;
  /** Removes the user's namespace with all that is in it, if it is ours and holds no instance. Resolves with what is still there. */
  removeTenant(userId: string): Promise<Removal>;
  /** Of the certificate asked for with a custom domain's Ingress. */
  certificate(ref: InstanceRef, domain: { id: string; domain: string }): Promise<CertificateState>;
  /**
   * Asks once for the wildcard certificate of the apps' addresses, where an issuer is set, and says how it stands. Null: no
   * issuer is set.
   */
  keepAppsCertificate(): Promise<{ name: string; state: CertificateState } | null>;
  /** What every running instance uses now; empty where the cluster does not measure. A constant number of calls a node. */
  readUsage(): Promise<UsageReading[]>;
  readCapacity(): Promise<Capacity>;
  readInventory(): Promise<Inventory>;
  /** Addresses as a customer uses them. `url` is null for tcp services; `host`:`port` is the in-cluster address. */
  address(desired: Pick<DesiredInstance, 'instanceId' | 'userId' | 'subdomain' | 'template'>): {
    url: string | null;
    host: string;
    port: number;
  };
}

/** An object of that name exists and does not carry our labels: it is somebody's, and it is left alone. */
export class ForeignObject extends Error {
  override readonly name = 'ForeignObject';
}

/** The API server said no to what was asked (422): trying the same again cannot help. */
export class ClusterRejected extends Error {
  override readonly name = 'ClusterRejected';
}

/** Time-out, 409, 429 or 5xx: worth trying again. */
export class ClusterUnreachable extends Error {
  override readonly name: string = 'ClusterUnreachable';
}

export const REFUSALS = ['CREDENTIALS', 'PERMISSION', 'ADMISSION'] as const;
export type Refusal = (typeof REFUSALS)[number];

/**
 * The API server said no, and the reason is not what was asked: our credentials, a right that we lack, or a policy of the
 * cluster. The operator may mend it at any moment, so it is worth trying again; one that lasts raises an alert.
 */
export class ClusterRefused extends ClusterUnreachable {
  override readonly name = 'ClusterRefused';
  constructor(
    readonly refusal: Refusal,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
