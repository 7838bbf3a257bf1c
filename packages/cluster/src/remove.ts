import type { KubernetesObject } from '@kubernetes/client-node';
import type { InstanceRef } from '@minispod/domain/ports/cluster';
import type { Kind, KubernetesClient } from './client.js';
import { claimName, instanceName, instanceSelector, namespaceName } from './names.js';

/** From the outside in: first nobody can come, then nothing runs, then nothing is kept. */
const KINDS = ['Ingress', 'Service', 'Deployment', 'ConfigMap', 'Secret', 'PersistentVolumeClaim'] as const;

/**
 * See `Cluster.remove`. Only objects that have this instance's name and its labels, each by its uid. Pods and
 * ReplicaSets go with the Deployment; pods are counted, because a volume is not free before its pod is gone.
 */
export async function removeInstance(
  client: KubernetesClient,
  ref: InstanceRef,
): Promise<{ remaining: number }> {
  const query = { namespace: namespaceName(ref.userId), labelSelector: instanceSelector(ref) };
  const names = new Set([instanceName(ref.instanceId), claimName(ref.instanceId)]);
  const found = await Promise.all(
    KINDS.map(async (kind): Promise<[Kind, KubernetesObject[]]> => {
      const { items } = await client.list(kind, query);
      return [kind, items.filter((item) => names.has(item.metadata?.name ?? ''))];
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
