import { type Cluster, writeStatus } from '../cluster.js';
import type { Deployment, ReplicaSet } from '../kinds.js';
import { type Condition, timestamp, withCondition } from '../object.js';
import { RESOURCES } from '../resources.js';

/** The label that ties a ReplicaSet and its pods to one template. */
export const TEMPLATE_HASH = 'pod-template-hash';

/** Writes the Deployment's status as its ReplicaSets make it, and looks again when its deadline passes. */
export function updateDeploymentStatus(
  cluster: Cluster,
  namespace: string,
  name: string,
  hash: string,
): void {
  const { store, queue } = cluster;
  const deployment = store.get<Deployment>(RESOURCES.deployments, namespace, name);
  if (!deployment) return;
  const owned = store.dependentsOf<ReplicaSet>(RESOURCES.replicasets, deployment.metadata.uid);
  const current = owned.find(({ metadata }) => metadata.labels?.[TEMPLATE_HASH] === hash);
  const replicas = sum(owned, ({ status }) => status?.replicas ?? 0);
  const ready = sum(owned, ({ status }) => status?.readyReplicas ?? 0);
  const available = sum(owned, ({ status }) => status?.availableReplicas ?? 0);
  const updated = current?.status?.replicas ?? 0;
  const missing = Math.max(0, deployment.spec.replicas - available);
  const counts = {
    replicas,
    updatedReplicas: updated,
    readyReplicas: ready,
    availableReplicas: available,
    unavailableReplicas: missing,
  };
  const conditions = conditionsOf(deployment, current, counts);
  writeStatus(store, RESOURCES.deployments, deployment, {
    observedGeneration: deployment.metadata.generation,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    conditions,
  });
  const progressing = conditions.find(({ type }) => type === 'Progressing');
  if (progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable')
    queue.addAfter(
      'deployment',
      namespace,
      name,
      Math.max(1, deadlineOf(deployment, progressing) - Date.now()),
    );
}

type Counts = Record<'replicas' | 'updatedReplicas' | 'availableReplicas' | 'readyReplicas', number>;

function conditionsOf(deployment: Deployment, current: ReplicaSet | undefined, counts: Counts): Condition[] {
  const { spec, status, metadata } = deployment;
  const unavailable =
    spec.strategy.type === 'Recreate'
      ? 0
      : portion(spec.strategy.rollingUpdate?.maxUnavailable ?? '25%', spec.replicas, Math.floor);
  const enough = counts.availableReplicas >= spec.replicas - unavailable;
  const available = enough
    ? {
        status: 'True' as const,
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        status: 'False' as const,
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  let conditions = withTimes(status?.conditions, { type: 'Available', ...available });

  const complete =
    counts.updatedReplicas === spec.replicas &&
    counts.replicas === spec.replicas &&
    counts.availableReplicas === spec.replicas;
  const before = status?.conditions?.find(({ type }) => type === 'Progressing');
  const fresh = status?.observedGeneration !== metadata.generation;
  const moved = fresh || progressed(status, counts);
  const name = current?.metadata.name ?? metadata.name;
  const late = before && !moved && !complete && Date.now() >= deadlineOf(deployment, before);
  const progressing = complete
    ? {
        status: 'True' as const,
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${name}" has successfully progressed.`,
      }
    : late
      ? {
          status: 'False' as const,
          reason: 'ProgressDeadlineExceeded',
          message: `ReplicaSet "${name}" has timed out progressing.`,
        }
      : {
          status: 'True' as const,
          reason: 'ReplicaSetUpdated',
          message: `ReplicaSet "${name}" is progressing.`,
        };
  // A deadline once exceeded stays so until something moves.
  const stuck = before?.reason === 'ProgressDeadlineExceeded' && !moved && !complete;
  // A finished roll-out that loses a pod is not progressing again; it only lacks availability.
  const finished =
    before?.reason === 'NewReplicaSetAvailable' && !fresh && counts.updatedReplicas === spec.replicas;
  if (!stuck && !finished) conditions = withTimes(conditions, { type: 'Progressing', ...progressing }, moved);

  const failure = current?.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  conditions = conditions.filter(({ type }) => type !== 'ReplicaFailure');
  return failure ? [...conditions, failure] : conditions;
}

/** `lastUpdateTime` moves when anything in the condition does, or the roll-out makes progress. */
function withTimes(
  conditions: Condition[] | undefined,
  next: Omit<Condition, 'lastTransitionTime'>,
  moved = false,
): Condition[] {
  const before = conditions?.find(({ type }) => type === next.type);
  const same = before?.status === next.status && before.reason === next.reason && !moved;
  return withCondition(conditions, {
    ...next,
    lastUpdateTime: (same && before.lastUpdateTime) || timestamp(),
  });
}

function progressed(status: Deployment['status'], counts: Counts): boolean {
  return (
    counts.updatedReplicas > (status?.updatedReplicas ?? 0) ||
    counts.readyReplicas > (status?.readyReplicas ?? 0) ||
    counts.availableReplicas > (status?.availableReplicas ?? 0)
  );
}

function deadlineOf({ spec }: Deployment, { lastUpdateTime, lastTransitionTime }: Condition): number {
  return Date.parse(lastUpdateTime ?? lastTransitionTime) + spec.progressDeadlineSeconds * 1000;
}

export function sum<T>(items: T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** An absolute number, or a percentage of the replicas wanted. */
export function portion(of: number | string, total: number, round: (value: number) => number): number {
  return typeof of === 'number' ? of : round((Number.parseFloat(of) / 100) * total);
}
