import type { Cluster } from '../cluster.js';
import { removeWhenFinalized } from '../deletion.js';
import type { PersistentVolumeClaim, Pod } from '../kinds.js';
import { type KubeObject, timestamp } from '../object.js';
import { RESOURCES } from '../resources.js';
import { sourceOf } from './volume-snapshot.js';

const PROTECTION = 'kubernetes.io/pvc-protection';

/** Binds claims of a known storage class, grows bound ones, and lets a deleted one go when no pod uses it. */
export function reconcileClaim(cluster: Cluster, namespace: string, name: string): void {
  const { store } = cluster;
  const claim = store.get<PersistentVolumeClaim>(RESOURCES.persistentvolumeclaims, namespace, name);
  if (!claim) return;
  if (claim.metadata.deletionTimestamp) {
    release(cluster, claim);
    return;
  }
  const storage = claim.spec.resources.requests?.storage ?? '0';
  if (claim.status?.phase === 'Bound') {
    if (claim.status.capacity?.storage !== storage)
      store.put(RESOURCES.persistentvolumeclaims, {
        ...claim,
        status: { ...claim.status, capacity: { storage } },
      });
    return;
  }
  const storageClass = claim.spec.storageClassName ?? '';
  if (!store.get(RESOURCES.storageclasses, undefined, storageClass)) {
    const message = `storageclass.storage.k8s.io "${storageClass}" not found`;
    cluster.events.record(claim, 'Warning', 'ProvisioningFailed', message);
    return;
  }
  const source = sourceOf(cluster, claim);
  if ('problem' in source) {
    cluster.events.record(claim, 'Warning', 'ProvisioningFailed', source.problem);
    return;
  }
  const age = Date.now() - Date.parse(claim.metadata.creationTimestamp);
  if (age < cluster.settings.bindVolumeMs)
    cluster.queue.addAfter('claim', namespace, name, cluster.settings.bindVolumeMs - age);
  else bind(cluster, claim, storage, source.content);
}

function bind(
  { store, contents }: Cluster,
  claim: PersistentVolumeClaim,
  storage: string,
  from: string | undefined,
): void {
  const { metadata, spec } = claim;
  const volumeName = `pvc-${metadata.uid}`;
  const { accessModes } = spec;
  if (from !== undefined) contents.copy(from, volumeName);
  store.put(RESOURCES.persistentvolumes, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName,
      uid: volumeName.slice(4),
      resourceVersion: '',
      creationTimestamp: timestamp(),
    },
    spec: {
      capacity: { storage },
      accessModes,
      storageClassName: spec.storageClassName,
      persistentVolumeReclaimPolicy: 'Delete',
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: metadata.name,
        namespace: metadata.namespace,
        uid: metadata.uid,
      },
    },
    status: { phase: 'Bound' },
  } as KubeObject);
  store.put(RESOURCES.persistentvolumeclaims, {
    ...claim,
    spec: { ...spec, volumeName },
    status: { phase: 'Bound', accessModes, capacity: { storage } },
  });
}

function release({ store }: Cluster, claim: PersistentVolumeClaim): void {
  const { namespace, name, finalizers = [] } = claim.metadata;
  const scope = namespace === undefined ? {} : { namespace };
  for (const { spec } of store.candidates<Pod>(RESOURCES.pods, scope))
    if (spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === name)) return;
  const left = finalizers.filter((each) => each !== PROTECTION);
  if (left.length === finalizers.length && left.length > 0) return;
  const released = { ...claim, metadata: { ...claim.metadata, finalizers: left } };
  if (!removeWhenFinalized(store, RESOURCES.persistentvolumeclaims, released))
    store.put(RESOURCES.persistentvolumeclaims, released);
}

/** The volume of a claim that is gone goes with it (reclaim policy Delete). */
export function removeVolumeOf({ store, contents }: Cluster, claim: PersistentVolumeClaim): void {
  const volume = store.get(RESOURCES.persistentvolumes, undefined, claim.spec.volumeName ?? '');
  if (!volume) return;
  store.remove(RESOURCES.persistentvolumes, volume);
  contents.remove(volume.metadata.name);
}
