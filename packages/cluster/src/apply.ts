import { setTimeout as delay } from 'node:timers/promises';
import type {
  KubernetesObject,
  V1Deployment,
  V1Namespace,
  V1PersistentVolumeClaim,
  V1ResourceQuota,
} from '@kubernetes/client-node';
import {
  ClusterUnreachable,
  type DesiredInstance,
  ForeignObject,
  type ProvisioningStep,
} from '@minispod/domain/ports/cluster';
import type { Kind, KubernetesClient } from './client.js';
import { isConflict, isQuotaLag, translate } from './errors.js';
import { buildManifests, buildVolume, type Manifest } from './manifests/build.js';
import { gibibytes, toGibibytes } from './manifests/quantities.js';
import { belongsTo, INSTANCE_LABEL, instanceName, isOwned, namespaceName, tlsSecretName } from './names.js';
import type { ManifestSettings } from './settings.js';

/**
 * Waits between attempts at one object, 3 s in all, when another writer was faster or when a volume must get past a
 * quota whose status is behind.
 */
const RETRY_MS = [50, 150, 400, 900, 1_500];
/** A raise of the quota is in force by now; what is still refused was counted wrongly. */
const RECOUNT_AFTER = 2;

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
 * See `Cluster.apply`. At most ten writes, one per object, and one more for each domain of the customer's own. Reads:
 * one for a user's first instance, since a namespace that did not exist holds nothing of anybody's; ten for a later
 * one, all made before the first write, so that a foreign object stops the whole and not half of it. `address` is
 * reported for every service, `ready` never: that is what `observe` finds out. Returns the Deployment as the API server
 * has it now.
 */
export async function applyInstance(
  client: KubernetesClient,
  desired: DesiredInstance,
  settings: ManifestSettings,
  onStep: (step: ProvisioningStep) => Promise<void> = async () => {},
): Promise<V1Deployment> {
  const { manifests, obsolete } = await plan(client, desired, settings);
  let applied: V1Deployment | null = null;
  for (const [index, manifest] of manifests.entries()) {
    const result = await (manifest.kind === 'PersistentVolumeClaim'
      ? applyClaim(client, manifest, manifests)
      : applyOne(client, manifest));
    if (manifest.kind === 'Deployment') applied = result as V1Deployment;
    const step = STEP_OF_KIND[manifest.kind];
    const next = manifests[index + 1];
    if (step && step !== (next && STEP_OF_KIND[next.kind])) await onStep(step);
  }
  for (const [kind, object] of obsolete) await client.delete(kind, object);
  await onStep('address');
  if (!applied) throw new Error('the manifests of an instance hold no Deployment');
  return applied;
}

/** What a volume is made from is said once and cannot be taken back, so it is not said by the manager that applies. */
const RESTORE_MANAGER = 'minispod-restore';

/**
 * Makes the claim of the desired generation, filled from a snapshot if one is named, and room for it in the quota, in a
 * namespace that exists; nothing uses it yet. Repeatable. Errors as `Cluster.apply` has them.
 */
export async function applyVolume(
  client: KubernetesClient,
  desired: DesiredInstance,
  settings: ManifestSettings,
  snapshot?: string,
): Promise<void> {
  const claims = await readClaims(client, desired.userId);
  const [quota, claim] = buildVolume(desired, settings, claims);
  const found = claims.find(({ metadata }) => metadata?.name === claim.metadata.name);
  if (found) assertOurs('PersistentVolumeClaim', found, desired, claim.metadata);
  await applyOne(client, quota);
  if (snapshot !== undefined && !found) {
    const { apiVersion, kind, metadata } = claim;
    const { spec } = claim as Manifest & V1PersistentVolumeClaim;
    const dataSource = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: snapshot };
    const filled = { apiVersion, kind, metadata, spec: { ...spec, dataSource } };
    await client.create(filled, RESTORE_MANAGER).catch((error: unknown) => {
      throw translate(error, `creating PersistentVolumeClaim ${metadata.name}`);
    });
  }
  await applyClaim(client, claim, [quota]);
}

type Obsolete = readonly [kind: Kind, object: KubernetesObject];

/** Reads what is there, refuses what is not ours, and decides what to write. */
async function plan(client: KubernetesClient, desired: DesiredInstance, settings: ManifestSettings) {
  const name = namespaceName(desired.userId);
  const namespace = await client.read<V1Namespace>('Namespace', name);
  if (!namespace) return { manifests: buildManifests(desired, settings), obsolete: [] };
  assertOurs('Namespace', namespace, desired);

  const claims = await readClaims(client, desired.userId);
  const manifests = buildManifests(desired, settings, { namespace, claims });
  const listed = async (kind: 'Ingress' | 'Secret') => (await client.list(kind, { namespace: name })).items;
  const [ingresses, secrets] = await Promise.all([
    desired.template.protocol === 'http' ? listed('Ingress') : [],
    listed('Secret'),
    ...manifests.map(async ({ kind, metadata }) => {
      if (kind in LISTED_KINDS) return;
      const found = await client.read(kind as Kind, metadata.name, name);
      if (found) assertOurs(kind, found, desired, metadata);
    }),
  ]);
  const found = { PersistentVolumeClaim: claims, Ingress: ingresses, Secret: secrets };
  for (const { kind, metadata } of manifests) {
    const same = found[kind as keyof typeof found]?.find((object) => object.metadata?.name === metadata.name);
    if (same) assertOurs(kind, same, desired, metadata);
  }
  const wanted = new Set(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  return { manifests, obsolete: obsoleteAmong(ingresses, secrets, wanted, desired) };
}

/** Kinds that are listed for the whole namespace, or were read before. */
const LISTED_KINDS = { Namespace: true, PersistentVolumeClaim: true, Ingress: true, Secret: true };

/** Addresses that are no more, then the certificates of domains that were given up: a stopped app keeps its own. */
function obsoleteAmong(
  ingresses: readonly KubernetesObject[],
  secrets: readonly KubernetesObject[],
  wanted: ReadonlySet<string>,
  { userId, instanceId, domains }: DesiredInstance,
): Obsolete[] {
  const ours = (object: KubernetesObject) =>
    isOwned(object, userId, instanceId) && belongsTo(instanceId, object.metadata?.name ?? '');
  const own = instanceName(instanceId);
  const kept = new Set([own, ...domains.map(({ id }) => tlsSecretName(instanceId, id))]);
  return [
    ...ingresses
      .filter((ingress) => ours(ingress) && !wanted.has(`Ingress ${ingress.metadata?.name}`))
      .map((ingress) => ['Ingress', ingress] as const),
    ...secrets
      .filter((secret) => ours(secret) && !kept.has(secret.metadata?.name ?? ''))
      .map((secret) => ['Secret', secret] as const),
  ];
}

async function readClaims(client: KubernetesClient, userId: string): Promise<V1PersistentVolumeClaim[]> {
  const namespace = namespaceName(userId);
  const { items } = await client.list<V1PersistentVolumeClaim>('PersistentVolumeClaim', { namespace });
  return items;
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

/**
 * A server counts a volume against the quota before it makes it, and the count of one that another writer made first
 * stays, until the quota is counted anew: every five minutes, or when its limits change. So they are changed, by a GiB
 * that nothing uses, and put right again.
 */
async function applyClaim(
  client: KubernetesClient,
  claim: Manifest,
  manifests: readonly Manifest[],
): Promise<KubernetesObject> {
  const quota = manifests.find(({ kind }) => kind === 'ResourceQuota') as Manifest & V1ResourceQuota;
  let recounted = false;
  const applied = await applyOne(client, claim, async () => {
    recounted = true;
    const hard = { ...quota.spec?.hard };
    hard['requests.storage'] = gibibytes(toGibibytes(hard['requests.storage'] ?? '0') + 1);
    await applyOne(client, { ...quota, spec: { hard } } as Manifest);
  });
  if (recounted) await applyOne(client, quota);
  return applied;
}

async function applyOne(
  client: KubernetesClient,
  manifest: Manifest,
  recount: () => Promise<void> = async () => {},
): Promise<KubernetesObject> {
  for (const [attempt, wait] of [...RETRY_MS, null].entries()) {
    try {
      return await client.apply(manifest);
    } catch (error) {
      const refused = isQuotaLag(error);
      if (wait === null || !(refused || isConflict(error)))
        throw translate(error, `applying ${manifest.kind} ${manifest.metadata.name}`);
      if (refused && attempt === RECOUNT_AFTER) await recount();
      await delay(wait);
    }
  }
  throw new Error('unreachable: the last attempt returns or throws');
}
