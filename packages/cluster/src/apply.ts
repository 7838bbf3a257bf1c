import { setTimeout as delay } from 'node:timers/promises';
import type {
  KubernetesObject,
  V1Deployment,
  V1Namespace,
  V1PersistentVolumeClaim,
} from '@kubernetes/client-node';
import {
  ClusterUnreachable,
  type DesiredInstance,
  ForeignObject,
  type ProvisioningStep,
} from '@minispod/domain/ports/cluster';
import type { Kind, KubernetesClient } from './client.js';
import { isConflict, isQuotaLag, translate } from './errors.js';
import { buildManifests, type Manifest } from './manifests/build.js';
import { INSTANCE_LABEL, instanceName, isOwned, namespaceName } from './names.js';
import type { ManifestSettings } from './settings.js';

/**
 * Waits between attempts at one object, 1.5 s in all, when another writer was faster or when a volume must get past a
 * quota whose raise is not yet in force.
 */
const RETRY_MS = [50, 150, 400, 900];

const STEP_OF_KIND: Record<string, ProvisioningStep> = {
  Namespace: 'namespace',
  ResourceQuota: 'namespace',
  LimitRange: 'namespace',
  NetworkPolicy: 'namespace',
  ConfigMap: 'configuration',
  Secret: 'configuration',
  PersistentVolumeClaim: 'storage',
  Deployment: 'deployment',
  Service: 'network',
};

/**
 * See `Cluster.apply`. At most ten writes, one per object. Reads: one for a user's first instance, since a namespace
 * that did not exist holds nothing of anybody's; ten for a later one, all made before the first write, so that a
 * foreign object stops the whole and not half of it. `address` is reported for every service, `ready` never: that is
 * what `observe` finds out. Returns the Deployment as the API server has it now.
 */
export async function applyInstance(
  client: KubernetesClient,
  desired: DesiredInstance,
  settings: ManifestSettings,
  onStep: (step: ProvisioningStep) => Promise<void> = async () => {},
): Promise<V1Deployment> {
  const { manifests, ingressToClose } = await plan(client, desired, settings);
  let applied: V1Deployment | null = null;
  for (const [index, manifest] of manifests.entries()) {
    const result = await applyOne(client, manifest);
    if (manifest.kind === 'Deployment') applied = result as V1Deployment;
    const step = STEP_OF_KIND[manifest.kind];
    const next = manifests[index + 1];
    if (step && step !== (next && STEP_OF_KIND[next.kind])) await onStep(step);
  }
  if (ingressToClose) await client.delete('Ingress', ingressToClose);
  await onStep('address');
  if (!applied) throw new Error('the manifests of an instance hold no Deployment');
  return applied;
}

/** Reads what is there, refuses what is not ours, and decides what to write. */
async function plan(client: KubernetesClient, desired: DesiredInstance, settings: ManifestSettings) {
  const namespace = namespaceName(desired.userId);
  const existing = await client.read<V1Namespace>('Namespace', namespace);
  if (!existing) return { manifests: buildManifests(desired, settings), ingressToClose: null };
  assertOurs('Namespace', existing, desired);

  const claims = await client.list<V1PersistentVolumeClaim>('PersistentVolumeClaim', { namespace });
  const ours = claims.items.filter((claim) => isOwned(claim, desired.userId));
  const manifests = buildManifests(desired, settings, ours);
  const ingressName = instanceName(desired.instanceId);
  const [ingress] = await Promise.all([
    desired.template.protocol === 'http'
      ? client.read<KubernetesObject>('Ingress', ingressName, namespace)
      : null,
    ...manifests.map(async ({ kind, metadata }) => {
      if (kind === 'Namespace' || kind === 'Ingress') return;
      const found =
        kind === 'PersistentVolumeClaim'
          ? claims.items.find((claim) => claim.metadata?.name === metadata.name)
          : await client.read<KubernetesObject>(kind as Kind, metadata.name, namespace);
      if (found) assertOurs(kind, found, desired, metadata);
    }),
  ]);
  const wanted = manifests.some((manifest) => manifest.kind === 'Ingress');
  if (ingress && wanted) assertOurs('Ingress', ingress, desired, manifests.at(-1)?.metadata);
  const close = !wanted && ingress && isOwned(ingress, desired.userId, desired.instanceId);
  return { manifests, ingressToClose: close ? ingress : null };
}

/** Objects that every instance of the user shares carry the user's label only. */
function assertOurs(
  kind: string,
  found: KubernetesObject,
  desired: DesiredInstance,
  wanted?: KubernetesObject['metadata'],
): void {
  const instanceId = wanted?.labels?.[INSTANCE_LABEL];
  const { name, deletionTimestamp } = found.metadata ?? {};
  if (!isOwned(found, desired.userId, instanceId)) {
    throw new ForeignObject(`${kind} ${name} exists and was not made by MinisPod for this instance`);
  }
  if (deletionTimestamp) throw new ClusterUnreachable(`${kind} ${name} is still being removed`);
}

async function applyOne(client: KubernetesClient, manifest: Manifest): Promise<KubernetesObject> {
  for (const wait of [...RETRY_MS, null]) {
    try {
      return await client.apply(manifest);
    } catch (error) {
      if (wait === null || !(isQuotaLag(error) || isConflict(error)))
        throw translate(error, `applying ${manifest.kind} ${manifest.metadata.name}`);
      await delay(wait);
    }
  }
  throw new Error('unreachable: the last attempt returns or throws');
}
