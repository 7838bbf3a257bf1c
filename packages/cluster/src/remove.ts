import type { KubernetesObject } from '@kubernetes/client-node';
import type { InstanceRef } from '@minispod/domain/ports/cluster';
import type { Kind, KubernetesClient } from './client.js';
import {
  ANY_INSTANCE,
  belongsTo,
  claimGeneration,
  instanceSelector,
  isOwned,
  namespaceName,
} from './names.js';

/** From the outside in: first nobody can come, then nothing runs, then nothing is kept. */
const KINDS = ['Ingress', 'Service', 'Deployment', 'ConfigMap', 'Secret', 'PersistentVolumeClaim'] as const;

/**
 * See `Cluster.remove`. Only objects that are named after this instance and have its labels, each by its uid. Pods and
 * ReplicaSets go with the Deployment; pods are counted, because a volume is not free before its pod is gone.
 */
export async function removeInstance(
  client: KubernetesClient,
  ref: InstanceRef,
): Promise<{ remaining: number }> {
  const query = { namespace: namespaceName(ref.userId), labelSelector: instanceSelector(ref) };
  const found = await Promise.all(
    KINDS.map(async (kind): Promise<[Kind, KubernetesObject[]]> => {
      const { items } = await client.list(kind, query);
      return [kind, items.filter((item) => belongsTo(ref.instanceId, item.metadata?.name ?? ''))];
    }),
  );
  let remaining = 0;
  for (const [kind, objects] of found) {
    for (const object of objects) {
      const gone = !object.metadata?.deletionTimestamp && (await client.delete(kind, object));
      if (!gone) remaining += 1;
    }
  }
  const pods = await client.list('Pod', query);
  return { remaining: remaining + pods.items.length };
}

/** See `Cluster.removeOtherVolumes`. A claim that a pod still uses goes when the pod does. */
export async function removeOtherVolumes(
  client: KubernetesClient,
  ref: InstanceRef,
  keep: readonly number[],
): Promise<{ remaining: number }> {
  const query = { namespace: namespaceName(ref.userId), labelSelector: instanceSelector(ref) };
  const { items } = await client.list('PersistentVolumeClaim', query);
  let remaining = 0;
  for (const claim of items) {
    const generation = claimGeneration(ref.instanceId, claim.metadata?.name ?? '');
    if (generation === null || keep.includes(generation)) continue;
    const gone = !claim.metadata?.deletionTimestamp && (await client.delete('PersistentVolumeClaim', claim));
    if (!gone) remaining += 1;
  }
  return { remaining };
}

/**
 * See `Cluster.removeTenant`. A namespace of that name that is not ours is left alone. The caller sees to it that no
 * instance of the user is applied meanwhile; one that is loses what it has and is made again by its next apply.
 */
export async function removeTenant(client: KubernetesClient, userId: string): Promise<boolean> {
  const name = namespaceName(userId);
  const namespace = await client.read('Namespace', name);
  if (!namespace || !isOwned(namespace, userId)) return true;
  const query = { namespace: name, labelSelector: ANY_INSTANCE };
  const kinds = ['Deployment', 'PersistentVolumeClaim', 'Pod'] as const;
  const lists = await Promise.all(kinds.map((kind) => client.list(kind, query)));
  if (lists.some(({ items }) => items.length > 0)) return false;
  if (!namespace.metadata?.deletionTimestamp) await client.delete('Namespace', namespace);
  return true;
}
