import type { Cluster } from '../cluster.js';
import { deleteObject } from '../deletion.js';
import type { Namespace } from '../kinds.js';
import { NAMESPACED_RESOURCES, RESOURCES } from '../resources.js';

/** Gives a namespace its default service account; takes everything out of one that is being deleted, then itself. */
export function reconcileNamespace(cluster: Cluster, _scope: string, name: string): void {
  const { store, queue, settings, registry } = cluster;
  const namespace = store.get<Namespace>(RESOURCES.namespaces, undefined, name);
  if (!namespace) return;
  const { deletionTimestamp } = namespace.metadata;
  if (!deletionTimestamp) {
    if (store.get(RESOURCES.serviceaccounts, name, 'default')) return;
    const target = { resource: RESOURCES.serviceaccounts, namespace: name, name: 'default' };
    registry.create(target, { metadata: { name: 'default' } } as never, {
      manager: 'kube-controller-manager',
      dryRun: false,
    });
    return;
  }
  const due = Date.parse(deletionTimestamp) + settings.namespaceDeletionMs;
  if (Date.now() < due) {
    queue.addAfter('namespace', '', name, due - Date.now());
    return;
  }
  let left = 0;
  for (const resource of NAMESPACED_RESOURCES)
    for (const object of [...store.candidates(resource, { namespace: name })])
      if (object.metadata.deletionTimestamp || !deleteObject(store, resource, object).gone) left += 1;
  if (left === 0) store.remove(RESOURCES.namespaces, namespace);
}
