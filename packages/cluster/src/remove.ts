import type { KubernetesObject, V1Namespace } from '@kubernetes/client-node';
import type { InstanceRef, Removal } from '@minispod/domain/ports/cluster';
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
export async function removeInstance(client: KubernetesClient, ref: InstanceRef): Promise<Removal> {
  const query = { namespace: namespaceName(ref.userId), labelSelector: instanceSelector(ref) };
  const found = await Promise.all(
    KINDS.map(async (kind): Promise<[Kind, KubernetesObject[]]> => {
      const { items } = await client.list(kind, query);
      return [kind, items.filter((item) => belongsTo(ref.instanceId, item.metadata?.name ?? ''))];
    }),
  );
  const going: string[] = [];
  for (const [kind, objects] of found) {
    for (const object of objects) {
      const gone = !object.metadata?.deletionTimestamp && (await client.delete(kind, object));
      if (!gone) going.push(named(kind, object));
    }
  }
  const pods = await client.list('Pod', query);
  return removal([...going, ...pods.items.map((pod) => named('Pod', pod))]);
}

/** The object and the finalizers that hold it: the words by which an operator finds what must let it go. */
function named(kind: string, { metadata }: KubernetesObject): string {
  const finalizers = metadata?.finalizers ?? [];
  const held = finalizers.length > 0 ? ` (finalizers: ${finalizers.join(', ')})` : '';
  return `${kind} ${metadata?.name}${held}`;
}

function removal(going: string[]): Removal {
  return going.length === 0
    ? { remaining: 0 }
    : { remaining: going.length, waitingFor: going.join('; ').slice(0, 1_000) };
}

/** See `Cluster.removeOtherVolumes`. A claim that a pod still uses goes when the pod does. */
export async function removeOtherVolumes(
  client: KubernetesClient,
  ref: InstanceRef,
  keep: readonly number[],
): Promise<Removal> {
  const query = { namespace: namespaceName(ref.userId), labelSelector: instanceSelector(ref) };
  const { items } = await client.list('PersistentVolumeClaim', query);
  const going: string[] = [];
  for (const claim of items) {
    const generation = claimGeneration(ref.instanceId, claim.metadata?.name ?? '');
    if (generation === null || keep.includes(generation)) continue;
    const gone = !claim.metadata?.deletionTimestamp && (await client.delete('PersistentVolumeClaim', claim));
    if (!gone) going.push(named('PersistentVolumeClaim', claim));
  }
  return removal(going);
}

/**
 * See `Cluster.removeTenant`. A namespace of that name that is not ours is left alone. The caller sees to it that no
 * instance of the user is applied meanwhile; one that is loses what it has and is made again by its next apply.
 */
export async function removeTenant(client: KubernetesClient, userId: string): Promise<Removal> {
  const name = namespaceName(userId);
  const namespace = await client.read<V1Namespace>('Namespace', name);
  if (!namespace || !isOwned(namespace, userId)) return { remaining: 0 };
  if (namespace.metadata?.deletionTimestamp) return removal([terminating(namespace)]);
  const query = { namespace: name, labelSelector: ANY_INSTANCE };
  const kinds = ['Deployment', 'PersistentVolumeClaim', 'Pod'] as const;
  const lists = await Promise.all(kinds.map((kind) => client.list(kind, query)));
  const held = kinds.flatMap((kind, index) => (lists[index]?.items ?? []).map((item) => named(kind, item)));
  if (held.length > 0) return removal(held);
  return removal((await client.delete('Namespace', namespace)) ? [] : [named('Namespace', namespace)]);
}

/** A namespace on its way out says in its conditions what it waits for. */
function terminating(namespace: V1Namespace): string {
  const reasons = (namespace.status?.conditions ?? [])
    .filter(({ type, status }) => status === 'True' && /Remaining|Failure/.test(type))
    .map(({ message }) => message);
  return [named('Namespace', namespace), ...reasons].join(': ');
}
