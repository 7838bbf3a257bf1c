import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { Amounts, Capacity } from '@minispod/domain/ports/cluster';
import type { Connection } from './connection.js';
import { translate } from './errors.js';
import { listAll } from './list-all.js';
import { INSTANCE_LABEL } from './names.js';
import { amounts, NOTHING, requestsOf, sum } from './requests.js';

/** Pods that have ended hold nothing of their node. */
const UNFINISHED = 'status.phase!=Succeeded,status.phase!=Failed';

/**
 * See `Cluster.readCapacity`. `known` is what the watch knows our own pods to ask for, by node: then only the others are
 * listed, of which a cluster has few; null: all are.
 */
export async function readCapacity(
  connection: Pick<Connection, 'getJson'>,
  known: ReadonlyMap<string, Amounts> | null,
): Promise<Capacity> {
  try {
    const nodes: V1Node[] = [];
    for await (const node of listAll<V1Node>(connection, '/api/v1/nodes'))
      if (takesPods(node)) nodes.push(node);
    const requested = new Map(known);
    const selector = known && { labelSelector: `!${INSTANCE_LABEL}` };
    const query = { fieldSelector: UNFINISHED, ...selector };
    for await (const { spec } of listAll<V1Pod>(connection, '/api/v1/pods', query)) {
      const node = spec?.nodeName;
      if (node) requested.set(node, sum([requested.get(node) ?? NOTHING, requestsOf(spec)]));
    }
    return capacityOf(nodes, requested);
  } catch (error) {
    throw translate(error, 'reading the capacity');
  }
}

function capacityOf(nodes: readonly V1Node[], requested: ReadonlyMap<string, Amounts>): Capacity {
  const both = nodes.map(({ metadata, status }) => ({
    allocatable: amounts(status?.allocatable),
    requested: requested.get(metadata?.name ?? '') ?? NOTHING,
  }));
  return {
    nodes: nodes.length,
    allocatable: sum(both.map((node) => node.allocatable)),
    requested: sum(both.map((node) => node.requested)),
    free: both.map((node) => left(node.allocatable, node.requested)),
  };
}

/** Ready, and open to a pod that tolerates nothing, as ours do. */
function takesPods({ spec, status }: V1Node): boolean {
  const ready = status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  const closed = spec?.taints?.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
  return Boolean(ready) && !spec?.unschedulable && !closed;
}

function left(all: Amounts, taken: Amounts): Amounts {
  return {
    cpuMilli: Math.max(0, all.cpuMilli - taken.cpuMilli),
    memoryMb: Math.max(0, all.memoryMb - taken.memoryMb),
  };
}
