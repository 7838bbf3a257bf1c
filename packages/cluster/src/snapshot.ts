import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesObject } from '@kubernetes/client-node';
import { type DesiredInstance, ForeignObject, type InstanceRef } from '@minispod/domain/ports/cluster';
import { API_VERSIONS, type KubernetesClient } from './client.js';
import type { Connection } from './connection.js';
import { statusCode, translate } from './errors.js';
import { toBytes } from './manifests/quantities.js';
import { claimName, instanceLabels, isOwned, namespaceName, snapshotName } from './names.js';

const POLL_MS = 1_000;

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-snapshot-v1/ */
interface VolumeSnapshot extends KubernetesObject {
  status?: { readyToUse?: boolean; restoreSize?: string; error?: { message?: string } };
}

/** Whether the cluster has the API; the add-on that brings it may come later. */
export async function servesSnapshots({ getJson }: Connection): Promise<boolean> {
  try {
    await getJson(`/apis/${API_VERSIONS.VolumeSnapshot}`, {});
    return true;
  } catch (error) {
    if (statusCode(error) === 404) return false;
    throw translate(error, 'asking for snapshots');
  }
}

/** See `ClusterData.snapshot`. Ends with the signal's reason when it aborts before the snapshot is ready. */
export async function takeSnapshot(
  client: KubernetesClient,
  desired: DesiredInstance,
  backupId: string,
  snapshotClass: string | undefined,
  signal: AbortSignal,
): Promise<{ sizeBytes: number | null }> {
  const namespace = namespaceName(desired.userId);
  const name = snapshotName(backupId);
  const found = await client.read('VolumeSnapshot', name, namespace);
  if (found) assertOurs(found, desired);
  else {
    const manifest = {
      apiVersion: API_VERSIONS.VolumeSnapshot,
      kind: 'VolumeSnapshot',
      metadata: { name, namespace, labels: instanceLabels(desired) },
      spec: {
        volumeSnapshotClassName: snapshotClass,
        source: { persistentVolumeClaimName: claimName(desired.instanceId, desired.volumeGeneration) },
      },
    };
    await client.apply(manifest).catch((error: unknown) => {
      throw translate(error, `applying VolumeSnapshot ${name}`);
    });
  }
  for (;;) {
    const snapshot = await client.read<VolumeSnapshot>('VolumeSnapshot', name, namespace);
    const { readyToUse, restoreSize } = snapshot?.status ?? {};
    if (readyToUse) return { sizeBytes: restoreSize === undefined ? null : toBytes(restoreSize) };
    await delay(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

export async function removeSnapshot(
  client: KubernetesClient,
  ref: InstanceRef,
  backupId: string,
): Promise<void> {
  const snapshot = await client.read('VolumeSnapshot', snapshotName(backupId), namespaceName(ref.userId));
  if (snapshot && isOwned(snapshot, ref.userId, ref.instanceId))
    await client.delete('VolumeSnapshot', snapshot);
}

function assertOurs(found: KubernetesObject, ref: InstanceRef): void {
  if (!isOwned(found, ref.userId, ref.instanceId)) {
    throw new ForeignObject(`VolumeSnapshot ${found.metadata?.name} exists and was not made by MinisPod`);
  }
}
