import type { Pod } from './kinds.js';
import { type KubeObject, timestamp } from './object.js';
import { RESOURCES, type Resource, resourceOfKind } from './resources.js';
import { conflict, forbidden } from './status.js';
import type { Store } from './store.js';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  propagationPolicy?: Propagation | undefined;
  gracePeriodSeconds?: number | undefined;
  preconditions?: { uid?: string; resourceVersion?: string } | undefined;
  dryRun?: boolean | undefined;
}

export const FOREGROUND = 'foregroundDeletion';
const SYSTEM_NAMESPACES = new Set(['default', 'kube-system', 'kube-public']);

/**
 * Deletes an object or, where something has to happen first (finalizers, a running pod's grace period, a namespace's
 * content), marks it as being deleted. Returns the object as it then stands and whether it is gone.
 */
export function deleteObject(
  store: Store,
  resource: Resource,
  object: KubeObject,
  options: DeleteOptions = {},
): { object: KubeObject; gone: boolean } {
  const { name, uid, resourceVersion, deletionTimestamp } = object.metadata;
  const { preconditions, propagationPolicy, dryRun } = options;
  if (preconditions?.uid && preconditions.uid !== uid)
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${uid}`,
    );
  if (preconditions?.resourceVersion && preconditions.resourceVersion !== resourceVersion)
    throw conflict(
      resource,
      name,
      `Precondition failed: ResourceVersion in precondition: ${preconditions.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`,
    );
  if (resource === RESOURCES.namespaces && SYSTEM_NAMESPACES.has(name))
    throw forbidden(resource, name, 'this namespace may not be deleted');
  if (dryRun) return { object, gone: false };

  if (propagationPolicy === 'Orphan') orphanDependents(store, uid);
  const finalizers = new Set(object.metadata.finalizers);
  if (propagationPolicy === 'Foreground' && store.dependents(uid).length > 0) finalizers.add(FOREGROUND);
  const grace = graceSeconds(resource, object, options.gracePeriodSeconds);
  if (finalizers.size === 0 && grace === 0 && resource !== RESOURCES.namespaces) {
    store.remove(resource, object);
    return { object, gone: true };
  }
  if (deletionTimestamp) return { object, gone: false };
  return { object: store.put(resource, terminating(resource, object, [...finalizers], grace)), gone: false };
}

/** Removes an object for which nothing has to be awaited any more. */
export function removeWhenFinalized(store: Store, resource: Resource, object: KubeObject): boolean {
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } = object.metadata;
  if (!deletionTimestamp || finalizers?.length || deletionGracePeriodSeconds) return false;
  if (resource === RESOURCES.namespaces) return false;
  store.remove(resource, object);
  return true;
}

/** The garbage collector's answer to a removal: what it owned goes, and an owner that waited for it may go too. */
export function collectGarbage(store: Store, removed: KubeObject): void {
  for (const { resource, object } of store.dependents(removed.metadata.uid))
    if (!hasOwner(store, object)) deleteObject(store, resource, object);
  for (const { apiVersion, kind, name, uid } of removed.metadata.ownerReferences ?? []) {
    const resource = resourceOfKind(apiVersion, kind);
    const owner = resource && store.get(resource, removed.metadata.namespace, name);
    if (resource && owner?.metadata.uid === uid) releaseForeground(store, resource, owner);
  }
}

/** Deletes what a foreground-deleted owner still owns, and lets the owner go when that is nothing. */
export function releaseForeground(store: Store, resource: Resource, owner: KubeObject): void {
  const { uid, finalizers, deletionTimestamp } = owner.metadata;
  if (!deletionTimestamp || !finalizers?.includes(FOREGROUND)) return;
  const dependents = store.dependents(uid);
  for (const { resource: kind, object } of dependents)
    deleteObject(store, kind, object, { propagationPolicy: 'Foreground' });
  if (store.dependents(uid).length > 0) return;
  const left = finalizers.filter((each) => each !== FOREGROUND);
  const released = { ...owner, metadata: { ...owner.metadata, finalizers: left } };
  if (!removeWhenFinalized(store, resource, released)) store.put(resource, released);
}

/** True when an object has no owners or one of them still exists. */
export function hasOwner(store: Store, { metadata }: KubeObject): boolean {
  if (!metadata.ownerReferences?.length) return true;
  return metadata.ownerReferences.some(({ apiVersion, kind, name, uid }) => {
    const resource = resourceOfKind(apiVersion, kind);
    // An owner of a kind that is not served cannot be seen to be gone.
    if (!resource) return true;
    const namespace = resource.namespaced ? metadata.namespace : undefined;
    return store.get(resource, namespace, name)?.metadata.uid === uid;
  });
}

function orphanDependents(store: Store, uid: string): void {
  for (const { resource, object } of store.dependents(uid)) {
    const ownerReferences = object.metadata.ownerReferences?.filter((owner) => owner.uid !== uid) ?? [];
    store.put(resource, { ...object, metadata: { ...object.metadata, ownerReferences } });
  }
}

/** Only a pod that a node has is given time to stop. */
function graceSeconds(resource: Resource, object: KubeObject, asked: number | undefined): number {
  if (resource !== RESOURCES.pods) return 0;
  const { spec, status } = object as Pod;
  if (!spec.nodeName || status?.phase === 'Succeeded' || status?.phase === 'Failed') return 0;
  return asked ?? spec.terminationGracePeriodSeconds ?? 30;
}

function terminating(
  resource: Resource,
  object: KubeObject,
  finalizers: string[],
  grace: number,
): KubeObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(finalizers.length > 0 && { finalizers }),
      deletionTimestamp: timestamp(Date.now() + grace * 1000),
      deletionGracePeriodSeconds: grace,
      ...(object.metadata.generation !== undefined && { generation: object.metadata.generation + 1 }),
    },
    ...(resource === RESOURCES.namespaces && { status: { phase: 'Terminating' } }),
  };
}
