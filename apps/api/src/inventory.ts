import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import type { KubeConfigSource } from '@minispod/cluster/settings';
import { ClusterUnreachable, type Inventory } from '@minispod/domain/ports/cluster';

export type ReadInventory = () => Promise<Inventory>;

/**
 * Lists what of ours is in the cluster. The kubeconfig is read when it is asked for, so that nothing but the drift report
 * needs one. Throws ClusterUnreachable.
 */
export function inventoryOf(kubeConfig: KubeConfigSource): ReadInventory {
  return async () => {
    try {
      // No address is made of it.
      return await createKubernetesCluster({ kubeConfig, appsDomain: '' }).readInventory();
    } catch (error) {
      if (error instanceof ClusterUnreachable) throw error;
      throw new ClusterUnreachable(`taking the inventory: ${String(error)}`, { cause: error });
    }
  };
}
