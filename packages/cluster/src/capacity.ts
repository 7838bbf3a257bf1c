import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { Amounts, Capacity } from '@minispod/domain/ports/cluster';
import type { Connection } from './connection.js';
import { translate } from './errors.js';
import { INSTANCE_LABEL } from './names.js';
import { listAll } from './pages.js';
import { amountsOf, plus, requestsOf } from './requests.js';

/** Pods that have ended hold nothing of their node. */
const UNFINISHED = 'status.phase!=Succeeded,status.phase!=Failed';
const NOTHING: Amounts = { cpuMilli: 0, memoryMb: 0 };

/**
 * See `Cluster.readCapacity`. `known` is what the watch knows our own pods to ask for, by node: then only the others are
 * listed, of which a cluster has few; null: all are.
 */
export async function readCapacity(
  getJson: Connection['getJson'],
  known: ReadonlyMap<string, Amounts> | null,
): Promise<Capacity> {
  try {
    const nodes: V1Node[] = [];
    for await (const node of listAll<V1Node>(getJson, '/api/v1/nodes')) if (takesPods(node)) nodes.push(node);
    const requested = new Map(known);
    const selector = known && { labelSelector: `!${INSTANCE_LABEL}` };
    const query = { fieldSelector: UNFINISHED, ...selector };
    for await (const { spec } of listAll<V1Pod>(getJson, '/api/v1/pods', query)) {
      const node = spec?.nodeName;
      if (node) requested.set(node, plus(requested.get(node) ?? NOTHING, requestsOf(spec)));
    }
    return capacityOf(nodes, requested);
  } catch (error) {
    throw translate(error, 'reading the capacity');
  }
}

function capacityOf(nodes: readonly V1Node[], requested: ReadonlyMap<string, Amounts>): Capacity {
  const both = nodes.map(({ metadata, status }) => ({
    allocatable: amountsOf(status?.allocatable),
    requested: requested.get(metadata?.name ?? '') ?? NOTHING,
  }));
  return {
    nodes: nodes.length,
    allocatable: rounded(both.map((node) => node.allocatable).reduce(plus, NOTHING), Math.floor),
    requested: rounded(both.map((node) => node.requested).reduce(plus, NOTHING), Math.ceil),
    free: both.map((node) => rounded(left(node.allocatable, node.requested), Math.floor)),
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

/** In whole units, towards what is safe to promise. */
function rounded({ cpuMilli, memoryMb }: Amounts, round: (amount: number) => number): Amounts {
  return { cpuMilli: round(cpuMilli), memoryMb: round(memoryMb) };
}
