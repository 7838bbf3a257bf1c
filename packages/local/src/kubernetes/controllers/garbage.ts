import type { Cluster } from '../cluster.js';
import { collectGarbage, deleteObject, FOREGROUND, hasOwner, releaseForeground } from '../deletion.js';
import type { KubeObject } from '../object.js';
import { ALL_RESOURCES, RESOURCES, type Resource, type ResourceName } from '../resources.js';

/** Follows ownerReferences: what was owned goes with its last owner, and a foreground deletion waits for it. */
export class GarbageCollector {
  readonly #cluster: Cluster;
  readonly #removed = new Map<string, KubeObject>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    // An owner may have gone in the moment before the last shutdown.
    for (const resource of ALL_RESOURCES)
      for (const object of cluster.store.candidates(resource)) this.#inspect(resource, object);
    cluster.store.onChange(({ resource, before, after }) => {
      if (after) this.#inspect(resource, after);
      else if (before) this.#remember(before);
    });
  }

  collect(uid: string): void {
    const removed = this.#removed.get(uid);
    this.#removed.delete(uid);
    if (removed) collectGarbage(this.#cluster.store, removed);
  }

  /** Deletes an object whose owners are gone, or goes on with one that is being deleted in the foreground. */
  reconcile(namespace: string, id: string): void {
    const [plural = '', name = ''] = id.split('/');
    const resource = RESOURCES[plural as ResourceName];
    const object = this.#cluster.store.get(resource, namespace, name);
    if (!object) return;
    if (hasOwner(this.#cluster.store, object)) releaseForeground(this.#cluster.store, resource, object);
    else deleteObject(this.#cluster.store, resource, object);
  }

  #inspect(resource: Resource, object: KubeObject): void {
    const { namespace, name, deletionTimestamp, finalizers } = object.metadata;
    const foreground = deletionTimestamp !== undefined && finalizers?.includes(FOREGROUND);
    if (foreground || (!deletionTimestamp && !hasOwner(this.#cluster.store, object)))
      this.#cluster.queue.add('ownership', namespace, `${resource.plural}/${name}`);
  }

  #remember(removed: KubeObject): void {
    const { uid, ownerReferences } = removed.metadata;
    if (!ownerReferences?.length && this.#cluster.store.dependents(uid).length === 0) return;
    this.#removed.set(uid, removed);
    this.#cluster.queue.add('garbage', '', uid);
  }
}
