import type { KubernetesObject } from '@kubernetes/client-node';
import { ClusterRejected, type InstanceRef } from '@minispod/domain/ports/cluster';

export const FIELD_MANAGER = 'minispod';
/** Name of the objects of which a namespace has one: ResourceQuota, LimitRange, NetworkPolicy. */
export const TENANT_OBJECT = 'minispod';

export const MANAGED_BY = 'app.kubernetes.io/managed-by';
export const INSTANCE_LABEL = 'minispod.id/instance';
export const SUBSCRIPTION_LABEL = 'minispod.id/subscription';
export const USER_LABEL = 'minispod.id/user';
/** Of the pods that copy a volume. They lack INSTANCE_LABEL, by which Services and watches find the app's own pod. */
export const HELPER_LABEL = 'minispod.id/helper-of';
/** On a pod: which of the tenant's network policies is its own. */
export const EGRESS_LABEL = 'minispod.id/egress';
/** On a Deployment: the volume and the addresses that belong to it now, so that one that vanished is missed. */
export const PARTS_ANNOTATION = 'minispod.id/parts';
/** Selects every object that belongs to some instance, of whichever tenant. */
export const ANY_INSTANCE = `${MANAGED_BY}=${FIELD_MANAGER},${INSTANCE_LABEL}`;

export function namespaceName(userId: string): string {
  return dnsLabel(`user-${userId}`);
}

/** Ids may begin with a digit and a Service's name may not, hence the prefix. */
export function instanceName(instanceId: string): string {
  return dnsLabel(`i-${instanceId}`);
}

/** One claim per generation: a restore fills a new one beside the old. */
export function claimName(instanceId: string, generation: number): string {
  return dnsLabel(generation === 1 ? `i-${instanceId}-data` : `i-${instanceId}-data-${generation}`);
}

/** 1 for `…-data`, 2 for `…-data-2`; null when it is no claim of this instance. */
export function claimGeneration(instanceId: string, name: string): number | null {
  const own = instanceName(instanceId);
  const match = name.startsWith(own) && /^-data(?:-(\d+))?$/.exec(name.slice(own.length));
  return match ? Number(match[1] ?? 1) : null;
}

/** The Ingress of a domain of the customer's own. A time-ordered id differs at its end. */
export function domainName(instanceId: string, domainId: string): string {
  return dnsLabel(`i-${instanceId}-d-${domainId.replaceAll('-', '').slice(-12)}`);
}

/** Where the issuer leaves the domain's certificate; the Certificate has the same name. */
export function tlsSecretName(instanceId: string, domainId: string): string {
  return dnsLabel(`${domainName(instanceId, domainId)}-tls`);
}

/** Whose pod it is by its Deployment's name and the two parts that come after it; null for any other pod. */
export function instanceOfPod(namespace: string, podName: string): string | null {
  return (namespace.startsWith('user-') && /^i-(.+)-[a-z0-9]{1,10}-[a-z0-9]{5}$/.exec(podName)?.[1]) || null;
}

/** Whether an object of that name is one that is made for this instance. */
export function belongsTo(instanceId: string, name: string): boolean {
  const own = instanceName(instanceId);
  return name === own || name.startsWith(`${own}-`);
}

export function helperName(instanceId: string): string {
  return dnsLabel(`i-${instanceId}-archive`);
}

export function snapshotName(backupId: string): string {
  return dnsLabel(`b-${backupId}`);
}

export function tenantLabels(userId: string): Record<string, string> {
  return { [MANAGED_BY]: FIELD_MANAGER, [USER_LABEL]: userId };
}

export function instanceLabels(of: InstanceRef & { subscriptionId: string }): Record<string, string> {
  return {
    ...tenantLabels(of.userId),
    [INSTANCE_LABEL]: of.instanceId,
    [SUBSCRIPTION_LABEL]: of.subscriptionId,
  };
}

/** Selects what belongs to any tenant, with or without an instance. */
export const ANY_TENANT = `${MANAGED_BY}=${FIELD_MANAGER},${USER_LABEL}`;

export function instanceSelector(ref: InstanceRef): string {
  return `${MANAGED_BY}=${FIELD_MANAGER},${USER_LABEL}=${ref.userId},${INSTANCE_LABEL}=${ref.instanceId}`;
}

/** Whether the labels say that MinisPod made this object for this user (and, if given, for this instance). */
export function isOwned(object: KubernetesObject, userId: string, instanceId?: string): boolean {
  const labels = object.metadata?.labels ?? {};
  return (
    labels[MANAGED_BY] === FIELD_MANAGER &&
    labels[USER_LABEL] === userId &&
    (instanceId === undefined || labels[INSTANCE_LABEL] === instanceId)
  );
}

/** RFC 1123 label: what Kubernetes accepts for every kind of name that is made here. */
function dnsLabel(name: string): string {
  if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    throw new ClusterRejected(`"${name.slice(0, 80)}" cannot be a Kubernetes name`);
  }
  return name;
}
