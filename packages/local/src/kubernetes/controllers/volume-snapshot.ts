import { type Cluster, writeStatus } from '../cluster.js';
import type { VolumeSnapshot, VolumeSnapshotClass, VolumeSnapshotContent } from '../custom-kinds.js';
import type { PersistentVolumeClaim } from '../kinds.js';
import { type KubeObject, timestamp } from '../object.js';
import { parseQuantity } from '../quantity.js';
import { RESOURCES } from '../resources.js';

const DEFAULT_CLASS = 'snapshot.storage.kubernetes.io/is-default-class';

/** Keeps what a claim's volume holds at that moment under a VolumeSnapshotContent, or says why it cannot. */
export function reconcileSnapshot(cluster: Cluster, namespace: string, name: string): void {
  const { store, queue, settings } = cluster;
  const snapshot = store.get<VolumeSnapshot>(RESOURCES.volumesnapshots, namespace, name);
  if (!snapshot || snapshot.status?.readyToUse) return;
  const { volumeSnapshotClassName, source } = snapshot.spec;
  const snapshotClass = classNamed(cluster, volumeSnapshotClassName);
  const claimName = source.persistentVolumeClaimName ?? '';
  const claim = store.get<PersistentVolumeClaim>(RESOURCES.persistentvolumeclaims, namespace, claimName);
  if (!snapshotClass || claim?.status?.phase !== 'Bound') {
    const message = snapshotClass
      ? `Failed to create snapshot content with error cannot get claim ${claimName} from snapshot, or it is not bound`
      : `Failed to get snapshot class with error volumesnapshotclass.snapshot.storage.k8s.io "${volumeSnapshotClassName ?? ''}" not found`;
    if (snapshot.status?.error?.message === message) return;
    const error = { message, time: timestamp() };
    writeStatus(store, RESOURCES.volumesnapshots, snapshot, { readyToUse: false, error });
    return;
  }
  const age = Date.now() - Date.parse(snapshot.metadata.creationTimestamp);
  if (age < settings.snapshotMs) queue.addAfter('snapshot', namespace, name, settings.snapshotMs - age);
  else take(cluster, snapshot, snapshotClass, claim);
}

function take(
  cluster: Cluster,
  snapshot: VolumeSnapshot,
  { metadata: { name: className }, driver, deletionPolicy }: VolumeSnapshotClass,
  { spec, status }: PersistentVolumeClaim,
): void {
  const { store, contents, events } = cluster;
  const { uid, namespace, name } = snapshot.metadata;
  const contentName = `snapcontent-${uid}`;
  const restoreSize = status?.capacity?.storage ?? '0';
  const volumeHandle = spec.volumeName ?? '';
  const now = Date.now();
  contents.copy(volumeHandle, contentName);
  store.put<VolumeSnapshotContent>(RESOURCES.volumesnapshotcontents, {
    apiVersion: snapshot.apiVersion,
    kind: 'VolumeSnapshotContent',
    metadata: { name: contentName, uid, resourceVersion: '', creationTimestamp: timestamp(now) },
    spec: {
      deletionPolicy,
      driver,
      source: { volumeHandle },
      volumeSnapshotClassName: className,
      volumeSnapshotRef: { apiVersion: snapshot.apiVersion, kind: 'VolumeSnapshot', namespace, name, uid },
    },
    // This object counts in bytes and nanoseconds where the snapshot has a quantity and a time.
    status: {
      creationTime: now * 1_000_000,
      readyToUse: true,
      restoreSize: parseQuantity(restoreSize) ?? 0,
      snapshotHandle: contentName,
    },
  });
  writeStatus(store, RESOURCES.volumesnapshots, snapshot, {
    boundVolumeSnapshotContentName: contentName,
    creationTime: timestamp(now),
    readyToUse: true,
    restoreSize,
  });
  events.record(snapshot, 'Normal', 'SnapshotReady', `Snapshot ${namespace}/${name} is ready to use.`);
}

function classNamed({ store }: Cluster, name: string | undefined): VolumeSnapshotClass | undefined {
  if (name !== undefined) return store.get(RESOURCES.volumesnapshotclasses, undefined, name);
  for (const each of store.candidates<VolumeSnapshotClass>(RESOURCES.volumesnapshotclasses))
    if (each.metadata.annotations?.[DEFAULT_CLASS] === 'true') return each;
  return undefined;
}

/** The content of a snapshot that is gone goes with it, unless its class says to keep it. */
export function removeContentOf({ store, contents }: Cluster, { status }: VolumeSnapshot): void {
  const name = status?.boundVolumeSnapshotContentName ?? '';
  const content = store.get<VolumeSnapshotContent>(RESOURCES.volumesnapshotcontents, undefined, name);
  if (content?.spec.deletionPolicy !== 'Delete') return;
  store.remove(RESOURCES.volumesnapshotcontents, content);
  contents.remove(name);
}

/** Looks again at the snapshots of a namespace that wait for something. */
export function retrySnapshots({ store, queue }: Cluster, namespace: string | undefined): void {
  const scope = namespace === undefined ? {} : { namespace };
  for (const { metadata, status } of store.candidates<VolumeSnapshot>(RESOURCES.volumesnapshots, scope))
    if (!status?.readyToUse) queue.add('snapshot', metadata.namespace, metadata.name);
}

/** What a claim is to begin with: the name of a content, nothing, or why there is none yet. */
export function sourceOf(
  { store }: Cluster,
  { metadata, spec }: PersistentVolumeClaim,
): { content?: string } | { problem: string } {
  if (spec.dataSource?.kind !== 'VolumeSnapshot') return {};
  const { name } = spec.dataSource;
  const snapshot = store.get<VolumeSnapshot>(RESOURCES.volumesnapshots, metadata.namespace, name);
  const failed = (why: string) => ({
    problem: `failed to provision volume with StorageClass "${spec.storageClassName}": ${why}`,
  });
  if (!snapshot)
    return failed(
      `error getting snapshot ${name} from api server: volumesnapshots.snapshot.storage.k8s.io "${name}" not found`,
    );
  const { readyToUse, boundVolumeSnapshotContentName, restoreSize } = snapshot.status ?? {};
  if (!readyToUse) return failed(`snapshot ${name} is not Ready`);
  const content = store.get<KubeObject>(
    RESOURCES.volumesnapshotcontents,
    undefined,
    boundVolumeSnapshotContentName ?? '',
  );
  if (!content) return failed(`the content of snapshot ${name} is gone`);
  const asked = parseQuantity(spec.resources.requests?.storage) ?? 0;
  const least = parseQuantity(restoreSize) ?? 0;
  if (asked < least)
    return failed(
      `requested volume size ${asked} is less than the size ${least} for the source snapshot ${name}`,
    );
  return { content: content.metadata.name };
}
