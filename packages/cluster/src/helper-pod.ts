import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesObject, V1Container, V1Pod, V1PodSpec } from '@kubernetes/client-node';
import {
  ClusterRejected,
  ClusterUnreachable,
  type DesiredInstance,
  type InstanceRef,
} from '@minispod/domain/ports/cluster';
import type { KubernetesClient } from './client.js';
import { translate } from './errors.js';
import type { Manifest } from './manifests/build.js';
import { isolation } from './manifests/pod.js';
import {
  EGRESS_LABEL,
  FIELD_MANAGER,
  HELPER_LABEL,
  helperName,
  MANAGED_BY,
  namespaceName,
  tenantLabels,
  USER_LABEL,
} from './names.js';
import type { ClusterDataSettings } from './settings.js';

/** The node ends a helper by itself after this long, s: whoever made it may have died. */
const LIFE_SECONDS = 2 * 60 * 60;
const START_MS = 5 * 60_000;
const GOING_MS = 60_000;
const POLL_MS = 250;

/** What a pod that copies consists of, beside what every pod of the tenant has. */
export type HelperParts = Pick<V1PodSpec, 'containers' | 'volumes'>;

/** Waits for whoever comes to run commands in it; does nothing else. */
export const IDLE = ['sleep', String(LIFE_SECONDS)];

export function helperResources(containers: number): V1Container['resources'] {
  // The room that the quota has for it, with nothing left for a container that states none.
  const amounts = { cpu: `${Math.floor(100 / containers)}m`, memory: `${Math.floor(128 / containers)}Mi` };
  return { requests: amounts, limits: amounts };
}

/**
 * Starts the instance's helper pod, does the work and removes the pod, whatever came of the work. One that a crash left is
 * removed first. Throws ClusterUnreachable when it does not start within five minutes or does not go within one.
 */
export async function withHelper<T>(
  client: KubernetesClient,
  desired: DesiredInstance,
  settings: ClusterDataSettings,
  parts: HelperParts,
  signal: AbortSignal,
  work: (pod: { namespace: string; pod: string }) => Promise<T>,
): Promise<T> {
  await goneHelpers(client, desired, signal);
  const manifest = helperPod(desired, settings, parts);
  try {
    const { metadata } = await createPod(client, manifest);
    await started(client, manifest, metadata?.uid, signal);
    const result = await work({ namespace: namespaceName(desired.userId), pod: manifest.metadata.name });
    await goneHelpers(client, desired, AbortSignal.timeout(GOING_MS));
    return result;
  } catch (error) {
    // What went wrong first is what is told; a helper that could not be removed is found by the next attempt.
    await goneHelpers(client, desired, AbortSignal.timeout(GOING_MS)).catch(() => {});
    throw error;
  }
}

/** See `ClusterData.removeHelpers`. */
export async function removeHelpers(
  client: KubernetesClient,
  ref: InstanceRef,
): Promise<{ remaining: number }> {
  const labelSelector = `${MANAGED_BY}=${FIELD_MANAGER},${USER_LABEL}=${ref.userId},${HELPER_LABEL}=${ref.instanceId}`;
  const { items } = await client.list<V1Pod>('Pod', { namespace: namespaceName(ref.userId), labelSelector });
  const gone = await Promise.all(
    items.map((pod) => !pod.metadata?.deletionTimestamp && client.delete('Pod', pod)),
  );
  return { remaining: gone.filter((each) => !each).length };
}

async function goneHelpers(client: KubernetesClient, ref: InstanceRef, signal: AbortSignal): Promise<void> {
  while ((await removeHelpers(client, ref)).remaining > 0) {
    await delay(POLL_MS, undefined, { signal }).catch(() => {
      throw new ClusterUnreachable(`${helperName(ref.instanceId)} is still being removed`);
    });
  }
}

function helperPod(
  desired: DesiredInstance,
  settings: ClusterDataSettings,
  parts: HelperParts,
): Manifest & V1Pod {
  const { userId, instanceId, template } = desired;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: helperName(instanceId),
      namespace: namespaceName(userId),
      labels: {
        ...tenantLabels(userId),
        [HELPER_LABEL]: instanceId,
        // It needs no network, but a pod without a tier of the tenant's would be under none of the policies.
        [EGRESS_LABEL]: template.egress,
      },
    },
    spec: {
      ...isolation(template, settings),
      restartPolicy: 'Never',
      activeDeadlineSeconds: LIFE_SECONDS,
      // It holds nothing in memory: what was written is the kernel's by then.
      terminationGracePeriodSeconds: 1,
      ...parts,
    },
  };
}

async function createPod(client: KubernetesClient, manifest: Manifest): Promise<KubernetesObject> {
  try {
    return await client.create(manifest, FIELD_MANAGER);
  } catch (error) {
    throw translate(error, `creating Pod ${manifest.metadata.name}`);
  }
}

async function started(
  client: KubernetesClient,
  { metadata }: Manifest,
  uid: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(START_MS)]);
  for (;;) {
    const pod = await client.read<V1Pod>('Pod', metadata.name, metadata.namespace);
    const statuses = pod?.status?.containerStatuses ?? [];
    const isOver = pod?.metadata?.uid !== uid || ['Succeeded', 'Failed'].includes(pod?.status?.phase ?? '');
    if (isOver) throw new ClusterUnreachable(`${metadata.name} ended: ${pod?.status?.message ?? 'removed'}`);
    if (statuses.length > 0 && statuses.every(({ state }) => state?.running)) return;
    const waiting = statuses.find(({ state }) => state?.waiting)?.state?.waiting;
    if (waiting?.reason === 'InvalidImageName')
      throw new ClusterRejected(`${metadata.name}: ${waiting.message}`);
    await delay(POLL_MS, undefined, { signal: patience }).catch(() => {
      signal.throwIfAborted();
      const why = [waiting?.reason, waiting?.message ?? pod?.status?.conditions?.[0]?.message];
      throw new ClusterUnreachable(`${metadata.name} does not start: ${why.filter(Boolean).join(': ')}`);
    });
  }
}
