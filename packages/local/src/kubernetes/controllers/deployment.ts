import { createHash } from 'node:crypto';
import type { Cluster } from '../cluster.js';
import type { Deployment, ReplicaSet } from '../kinds.js';
import { canonical } from '../object.js';
import { RESOURCES } from '../resources.js';
import { portion, sum, TEMPLATE_HASH, updateDeploymentStatus } from './deployment-status.js';

const REVISION = 'deployment.kubernetes.io/revision';
const MANAGER = 'kube-controller-manager';

/** Deployment → ReplicaSets: one per template, the newest scaled up as the strategy allows, the others down. */
export function reconcileDeployment(cluster: Cluster, namespace: string, name: string): void {
  const { store } = cluster;
  const deployment = store.get<Deployment>(RESOURCES.deployments, namespace, name);
  if (!deployment || deployment.metadata.deletionTimestamp) return;
  const owned = store.dependentsOf<ReplicaSet>(RESOURCES.replicasets, deployment.metadata.uid);
  const hash = templateHash(deployment);
  const existing = owned.find(({ metadata }) => metadata.labels?.[TEMPLATE_HASH] === hash);
  if (!existing && !deployment.spec.paused) {
    createReplicaSet(cluster, deployment, owned, hash);
    return;
  }

  const old = owned.filter((each) => each !== existing);
  if (existing) {
    if (deployment.spec.strategy.type === 'Recreate') recreate(cluster, deployment, existing, old);
    else roll(cluster, deployment, existing, old);
    markRevision(cluster, deployment, existing, old);
  }
  removeOldest(cluster, deployment, old);
  updateDeploymentStatus(cluster, namespace, name, hash);
}

/** Depends on the template alone, whatever the order of its keys, so that the same template finds its ReplicaSet. */
function templateHash({ spec }: Deployment): string {
  return createHash('sha1').update(canonical(spec.template)).digest('hex').slice(0, 10);
}

function createReplicaSet(cluster: Cluster, deployment: Deployment, owned: ReplicaSet[], hash: string): void {
  const { metadata, spec } = deployment;
  const labels = { ...spec.template.metadata?.labels, [TEMPLATE_HASH]: hash };
  const revision = Math.max(0, ...owned.map(revisionOf)) + 1;
  const target = {
    resource: RESOURCES.replicasets,
    namespace: metadata.namespace,
    name: `${metadata.name}-${hash}`,
  };
  const body = {
    metadata: {
      name: target.name,
      labels,
      annotations: { [REVISION]: String(revision) },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas: 0,
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
  // A leftover of the same name, of a Deployment deleted a moment ago, is awaited: the garbage collector has it.
  if (cluster.store.get(RESOURCES.replicasets, target.namespace, target.name))
    cluster.queue.addAfter('deployment', metadata.namespace, metadata.name, 100);
  else cluster.registry.create(target, body as never, { manager: MANAGER, dryRun: false });
}

/** Nothing of the new before the last pod of the old is gone: two must never hold one volume. */
function recreate(cluster: Cluster, { spec }: Deployment, current: ReplicaSet, old: ReplicaSet[]): void {
  for (const each of old) scale(cluster, each, 0);
  const left = old.some(
    ({ metadata }) => cluster.store.dependentsOf(RESOURCES.pods, metadata.uid).length > 0,
  );
  if (!left) scale(cluster, current, spec.replicas);
}

function roll(cluster: Cluster, { spec }: Deployment, current: ReplicaSet, old: ReplicaSet[]): void {
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy.rollingUpdate ?? {};
  const surge = portion(maxSurge, spec.replicas, Math.ceil);
  const unavailable = portion(maxUnavailable, spec.replicas, Math.floor);
  const oldTotal = sum(old, (each) => each.spec.replicas);
  const room = spec.replicas + Math.max(surge, unavailable === 0 ? 1 : 0) - oldTotal;
  scale(
    cluster,
    current,
    Math.max(Math.min(spec.replicas, room), Math.min(current.spec.replicas, spec.replicas)),
  );

  const available = sum([current, ...old], (each) => each.status?.availableReplicas ?? 0);
  let removable = available - Math.max(0, spec.replicas - unavailable);
  for (const each of old) {
    const healthy = each.status?.availableReplicas ?? 0;
    const fewer = Math.min(healthy, Math.max(0, removable));
    removable -= fewer;
    scale(cluster, each, healthy - fewer);
  }
}

function scale({ store }: Cluster, { metadata }: ReplicaSet, replicas: number): void {
  const current = store.get<ReplicaSet>(RESOURCES.replicasets, metadata.namespace, metadata.name);
  if (!current || current.spec.replicas === replicas) return;
  store.put(RESOURCES.replicasets, {
    ...current,
    metadata: { ...current.metadata, generation: (current.metadata.generation ?? 1) + 1 },
    spec: { ...current.spec, replicas },
  });
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

/** A template that comes back (a rollback) gets a new revision on its old ReplicaSet. */
function markRevision(
  { store }: Cluster,
  deployment: Deployment,
  current: ReplicaSet,
  old: ReplicaSet[],
): void {
  const revision = String(Math.max(revisionOf(current), ...old.map((each) => revisionOf(each) + 1)));
  const mark = <T extends Deployment | ReplicaSet>(object: T): T => ({
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [REVISION]: revision } },
  });
  const { namespace } = deployment.metadata;
  const replicaSet = store.get<ReplicaSet>(RESOURCES.replicasets, namespace, current.metadata.name);
  if (replicaSet && revisionOf(replicaSet) !== Number(revision))
    store.put(RESOURCES.replicasets, mark(replicaSet));
  const latest = store.get<Deployment>(RESOURCES.deployments, namespace, deployment.metadata.name);
  if (latest && latest.metadata.annotations?.[REVISION] !== revision)
    store.put(RESOURCES.deployments, mark(latest));
}

function removeOldest({ store }: Cluster, { spec }: Deployment, old: ReplicaSet[]): void {
  const idle = old.filter((each) => each.spec.replicas === 0 && !each.status?.replicas);
  const surplus = idle
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .slice(0, Math.max(0, idle.length - spec.revisionHistoryLimit));
  for (const each of surplus) store.remove(RESOURCES.replicasets, each);
}
