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
/** Selects every object that belongs to some instance, of whichever tenant. */
export const ANY_INSTANCE = `${MANAGED_BY}=${FIELD_MANAGER},${INSTANCE_LABEL}`;

export function namespaceName(userId: string): string {
  return dnsLabel(`user-${userId}`);
}

/** Ids may begin with a digit and a Service's name may not, hence the prefix. */
export function instanceName(instanceId: string): string {
  return dnsLabel(`i-${instanceId}`);
}

export function claimName(instanceId: string): string {
  return dnsLabel(`i-${instanceId}-data`);
}

export function helperName(instanceId: string): string {
  return dnsLabel(`i-${instanceId}-archive`);
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
