import type { KubernetesObject, V1Node, V1NodeCondition, V1Pod } from '@kubernetes/client-node';
import type { Amounts } from '@minispod/domain/ports/cluster';
import type { ListedNode } from '@minispod/domain/ports/cluster-reader';
import type { Connection } from './connection.js';
import { isAbsentApi, listAll } from './list-all.js';
import { isFinished } from './lists.js';
import { amounts, NOTHING, requestsOf, sum } from './requests.js';

interface NodeMetrics extends KubernetesObject {
  usage: Record<string, string>;
}

export async function listNodes(connection: Connection): Promise<ListedNode[]> {
  const on = new Map<string, Amounts & { pods: number }>();
  for await (const pod of listAll<V1Pod>(connection, '/api/v1/pods')) {
    const node = pod.spec?.nodeName;
    if (!node || isFinished(pod)) continue;
    const before = on.get(node) ?? { ...NOTHING, pods: 0 };
    on.set(node, { ...sum([before, requestsOf(pod.spec)]), pods: before.pods + 1 });
  }
  const used = await nodeUsage(connection);
  const nodes: ListedNode[] = [];
  for await (const { metadata, spec, status } of listAll<V1Node>(connection, '/api/v1/nodes')) {
    const name = metadata?.name ?? '';
    const conditions = status?.conditions ?? [];
    const pods = Number(status?.allocatable?.pods ?? 0);
    nodes.push({
      name,
      isReady: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
      isSchedulable: !spec?.unschedulable,
      problems: conditions
        .filter(isProblem)
        .map(({ type, reason, message }) => `${type}: ${message || reason}`),
      version: status?.nodeInfo?.kubeletVersion ?? '',
      allocatable: { ...amounts(status?.allocatable), pods },
      requested: on.get(name) ?? { ...NOTHING, pods: 0 },
      used: used.get(name) ?? null,
      createdAt: new Date(metadata?.creationTimestamp ?? 0),
    });
  }
  return nodes;
}

/** Ready should be true, every other condition (pressure of memory, disk, processes; network) false. */
function isProblem({ type, status }: V1NodeCondition): boolean {
  return type === 'Ready' ? status !== 'True' : status === 'True';
}

async function nodeUsage(connection: Connection): Promise<Map<string, Amounts>> {
  const used = new Map<string, Amounts>();
  try {
    for await (const { metadata, usage } of listAll<NodeMetrics>(
      connection,
      '/apis/metrics.k8s.io/v1beta1/nodes',
    )) {
      used.set(metadata?.name ?? '', amounts(usage));
    }
  } catch (error) {
    if (!isAbsentApi(error)) throw error;
  }
  return used;
}
