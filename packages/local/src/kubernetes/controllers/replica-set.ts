import { type Cluster, writeStatus } from '../cluster.js';
import { deleteObject } from '../deletion.js';
import type { Pod, ReplicaSet } from '../kinds.js';
import { type Condition, withCondition } from '../object.js';
import { suffix } from '../registry.js';
import { RESOURCES } from '../resources.js';
import { ApiError } from '../status.js';

/** Failed creations are tried again after this many ms, and at once when the quota in their way changes. */
const RETRY_MS = 1_000;

/** ReplicaSet → Pods: as many as wanted, and what became of them. */
export function reconcileReplicaSet(cluster: Cluster, namespace: string, name: string): void {
  const { store, queue } = cluster;
  const replicaSet = store.get<ReplicaSet>(RESOURCES.replicasets, namespace, name);
  if (!replicaSet) return;
  let failure: string | undefined;
  if (!replicaSet.metadata.deletionTimestamp) {
    const missing = replicaSet.spec.replicas - activePods(cluster, replicaSet).length;
    if (missing > 0) failure = createPods(cluster, replicaSet, missing);
    else if (missing < 0) deletePods(cluster, replicaSet, -missing);
  }
  if (failure !== undefined) queue.addAfter('replica-set', namespace, name, RETRY_MS);
  const pods = activePods(cluster, replicaSet);
  const ready = pods.filter(isReady).length;
  const counts = { fullyLabeledReplicas: pods.length, readyReplicas: ready, availableReplicas: ready };
  writeStatus(store, RESOURCES.replicasets, replicaSet, {
    replicas: pods.length,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    observedGeneration: replicaSet.metadata.generation,
    ...conditionsAfter(replicaSet, failure),
  });
}

export function isReady({ status, metadata }: Pod): boolean {
  if (metadata.deletionTimestamp) return false;
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function activePods({ store }: Cluster, { metadata }: ReplicaSet): Pod[] {
  return store
    .dependentsOf<Pod>(RESOURCES.pods, metadata.uid)
    .filter(
      (pod) => !pod.metadata.deletionTimestamp && !['Failed', 'Succeeded'].includes(pod.status?.phase ?? ''),
    );
}

/** Returns why a pod was refused, if one was; those after it would be too. */
function createPods(cluster: Cluster, replicaSet: ReplicaSet, count: number): string | undefined {
  const { metadata, spec } = replicaSet;
  for (let index = 0; index < count; index += 1) {
    const name = `${metadata.name}-${suffix()}`;
    const pod = {
      metadata: {
        generateName: `${metadata.name}-`,
        ...spec.template.metadata,
        name,
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: metadata.name,
            uid: metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: spec.template.spec,
    };
    try {
      const target = { resource: RESOURCES.pods, namespace: metadata.namespace, name: '' };
      cluster.registry.create(target, pod as never, { manager: 'kube-controller-manager', dryRun: false });
      cluster.events.record(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      cluster.events.record(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
      return error.message;
    }
  }
  return undefined;
}

/** Those that are of no use yet go first. */
function deletePods(cluster: Cluster, replicaSet: ReplicaSet, count: number): void {
  const pods = activePods(cluster, replicaSet).sort((a, b) => Number(isReady(a)) - Number(isReady(b)));
  for (const pod of pods.slice(0, count)) {
    deleteObject(cluster.store, RESOURCES.pods, pod);
    cluster.events.record(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }
}

function conditionsAfter({ status }: ReplicaSet, failure: string | undefined): { conditions?: Condition[] } {
  const rest = (status?.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure');
  if (failure === undefined) return rest.length > 0 ? { conditions: rest } : {};
  // The pod's name in the message is new at each try; the first one is kept, or every try would be a new status.
  const before = status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  if (before && reasonIn(before.message ?? '') === reasonIn(failure))
    return { conditions: [...rest, before] };
  const condition = {
    type: 'ReplicaFailure',
    status: 'True' as const,
    reason: 'FailedCreate',
    message: failure,
  };
  return { conditions: withCondition(status?.conditions, condition) };
}

function reasonIn(message: string): string {
  return message.slice(message.indexOf(' is forbidden: '));
}
