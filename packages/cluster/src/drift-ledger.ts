import { createHash } from 'node:crypto';
import type { KubernetesObject } from '@kubernetes/client-node';
import { InstanceCache } from './instance-cache.js';
import { networkPolicyName } from './manifests/network-policy.js';
import {
  ANY_INSTANCE,
  ANY_TENANT,
  claimGeneration,
  EGRESS_LABEL,
  FIELD_MANAGER,
  instanceName,
  PARTS_ANNOTATION,
  TENANT_OBJECT,
} from './names.js';
import { keyOf } from './reflector.js';

const OF_INSTANCE = {
  Deployment: 'deployments',
  Service: 'services',
  Ingress: 'ingresses',
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  PersistentVolumeClaim: 'persistentvolumeclaims',
} as const;
const OF_TENANT = {
  NetworkPolicy: 'networkpolicies',
  ResourceQuota: 'resourcequotas',
  LimitRange: 'limitranges',
} as const;
export type DriftKind = keyof typeof OF_INSTANCE | keyof typeof OF_TENANT;

/** What is watched for drift: everything an instance is made of but its pods, which no one of ours writes. */
export const DRIFT_TARGETS = [
  ...Object.entries(OF_INSTANCE).map(([kind, resource]) => ({ kind, resource, labelSelector: ANY_INSTANCE })),
  ...Object.entries(OF_TENANT).map(([kind, resource]) => ({ kind, resource, labelSelector: ANY_TENANT })),
] as { kind: DriftKind; resource: string; labelSelector: string }[];

interface Deployed {
  namespace: string;
  /** Names of its claim and its Ingresses. */
  parts: string;
  policy: string;
}

/** Metadata of an object, as small as it can be kept: a hundred thousand of them are. */
interface Seen {
  /** Null: shared by all of the user's. */
  instanceId: string | null;
  /** When our apply was last noted, and a digest of the fields it owns; empty: it owns none. */
  fields: string;
}

/** What somebody else did, as far as can be seen; another worker of ours that wrote twice in one second looks alike. */
export interface Change {
  instanceIds: string[];
  what: string;
  /** The object's, because of it. */
  version: string;
}

/**
 * What the watches have seen of the metadata, and what is missing or has been changed. Somebody's change to a field of
 * ours takes that field from our entry in `managedFields` without moving the entry's time, which our own writes do
 * (https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.33/#managedfieldsentry-v1-meta). Additions beside
 * our fields are nobody's drift: an apply would not take them away.
 */
export class DriftLedger {
  private readonly instances = new Map<string, Deployed>();
  private readonly tenants = new Map<string, Set<string>>();
  private readonly seen = new Map<DriftKind, Map<string, Seen>>(
    DRIFT_TARGETS.map(({ kind }) => [kind, new Map()]),
  );

  /** Notes an object as it is now; answers what somebody else did to it, and whose instances to apply for that. */
  put(kind: DriftKind, object: KubernetesObject): Change | null {
    const key = keyOf(object);
    const instanceId = InstanceCache.instanceOf(object);
    if (kind in OF_INSTANCE && !instanceId) return null;
    if (kind === 'Deployment' && instanceId) this.deployed(instanceId, object);
    const before = this.of(kind).get(key)?.fields;
    const fields = ownFields(object);
    this.of(kind).set(key, { instanceId, fields });
    if (!before || before === fields || (fields && timeOf(before) !== timeOf(fields))) return null;
    const { namespace = '', name = '', resourceVersion = '' } = object.metadata ?? {};
    const what = `${kind} ${name} was changed by ${writerOf(object)}`;
    const instanceIds = instanceId ? [instanceId] : this.affected(kind, namespace, name);
    return { instanceIds, what, version: resourceVersion };
  }

  /** Notes that an object is gone; answers for whose instances to look whether it is missed. */
  drop(kind: DriftKind, key: string): string[] {
    const gone = this.of(kind).get(key);
    this.of(kind).delete(key);
    if (!gone) return [];
    const [namespace = '', name = ''] = key.split('/');
    if (gone.instanceId === null) return this.affected(kind, namespace, name);
    if (kind === 'Deployment') this.undeployed(gone.instanceId, namespace);
    return [gone.instanceId];
  }

  keysOf(kind: DriftKind): string[] {
    return [...this.of(kind).keys()];
  }

  instanceIds(): string[] {
    return [...this.instances.keys()];
  }

  /** The first thing that an instance should have and has not; null: it is complete. */
  missing(instanceId: string): string | null {
    const name = instanceName(instanceId);
    const deployed = this.instances.get(instanceId);
    if (!deployed) return `Deployment ${name} was deleted`;
    const { namespace, policy, parts } = deployed;
    const partOf = (part: string) =>
      [claimGeneration(instanceId, part) === null ? 'Ingress' : 'PersistentVolumeClaim', part] as const;
    const expected: (readonly [DriftKind, string])[] = [
      ['ResourceQuota', TENANT_OBJECT],
      ['LimitRange', TENANT_OBJECT],
      ['NetworkPolicy', policy],
      ['ConfigMap', name],
      ['Secret', name],
      ['Service', name],
      ...parts.split(' ').filter(Boolean).map(partOf),
    ];
    const absent = expected.find(([kind, each]) => !this.of(kind).has(`${namespace}/${each}`));
    return absent ? `${absent.join(' ')} was deleted` : null;
  }

  private of(kind: DriftKind): Map<string, Seen> {
    return this.seen.get(kind) as Map<string, Seen>;
  }

  /** An instance whose apply writes this object of all the user's: one is enough. */
  private affected(kind: DriftKind, namespace: string, name: string): string[] {
    const ids = [...(this.tenants.get(namespace) ?? [])];
    const writes = (id: string) => kind !== 'NetworkPolicy' || this.instances.get(id)?.policy === name;
    return ids.filter(writes).slice(0, 1);
  }

  private deployed(instanceId: string, { metadata }: KubernetesObject): void {
    const { namespace = '', labels = {}, annotations = {} } = metadata ?? {};
    const tier = (labels[EGRESS_LABEL] ?? 'internet') as Parameters<typeof networkPolicyName>[0];
    const parts = annotations[PARTS_ANNOTATION] ?? '';
    this.instances.set(instanceId, { namespace, parts, policy: networkPolicyName(tier) });
    const others = this.tenants.get(namespace) ?? new Set();
    this.tenants.set(namespace, others.add(instanceId));
  }

  private undeployed(instanceId: string, namespace: string): void {
    this.instances.delete(instanceId);
    const others = this.tenants.get(namespace);
    others?.delete(instanceId);
    if (others?.size === 0) this.tenants.delete(namespace);
  }
}

function ownFields({ metadata }: KubernetesObject): string {
  const own = metadata?.managedFields?.find(
    ({ manager, operation, subresource }) =>
      manager === FIELD_MANAGER && operation === 'Apply' && !subresource,
  );
  if (!own) return '';
  const digest = createHash('sha1')
    .update(JSON.stringify(own.fieldsV1 ?? null))
    .digest('base64url');
  return `${own.time} ${digest.slice(0, 16)}`;
}

function timeOf(fields: string): string | undefined {
  return fields.split(' ')[0];
}

/** Who wrote last, beside us and the controllers that report an object's status. */
function writerOf({ metadata }: KubernetesObject): string {
  const others = (metadata?.managedFields ?? [])
    .filter(({ manager, subresource }) => manager !== FIELD_MANAGER && subresource !== 'status')
    .sort((a, b) => String(a.time).localeCompare(String(b.time)));
  return others.at(-1)?.manager ?? 'somebody';
}
