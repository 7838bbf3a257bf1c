import type { PersistentVolume, PersistentVolumeClaim, Pod } from './kinds.js';
import { RESOURCES } from './resources.js';
import type { Store } from './store.js';

export interface PodVolume {
  /** As the pod's spec names it. */
  name: string;
  claim: PersistentVolumeClaim;
  volume: PersistentVolume;
  /** Where the asked container has it; absent when only others do. */
  mountPath?: string;
}

/** The persistent volumes of a pod, those first that the container mounts. Unbound claims are left out. */
export function volumesOf(store: Store, { metadata, spec }: Pod, container?: string): PodVolume[] {
  const mounts = spec.containers.find(({ name }) => name === container)?.volumeMounts ?? [];
  const volumes = (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim }): PodVolume[] => {
    if (!persistentVolumeClaim) return [];
    const { claimName } = persistentVolumeClaim;
    const claim = store.get<PersistentVolumeClaim>(
      RESOURCES.persistentvolumeclaims,
      metadata.namespace,
      claimName,
    );
    const bound = claim?.status?.phase === 'Bound' ? claim.spec.volumeName : undefined;
    const volume = bound && store.get<PersistentVolume>(RESOURCES.persistentvolumes, undefined, bound);
    const mountPath = mounts.find((mount) => mount.name === name)?.mountPath;
    return claim && volume ? [{ name, claim, volume, ...(mountPath && { mountPath }) }] : [];
  });
  return volumes.sort((a, b) => Number(b.mountPath !== undefined) - Number(a.mountPath !== undefined));
}
