import type { Cluster } from './cluster.js';
import type { Node, Pod } from './kinds.js';
import type { Load } from './load.js';
import type { KubeObject } from './object.js';
import { timestamp } from './object.js';
import { RESOURCES } from './resources.js';
import { labelsMatch, parseLabelSelector } from './selectors.js';
import { ApiError } from './status.js';
import type { Store } from './store.js';

const WINDOW = '15s';
const API_VERSION = 'metrics.k8s.io/v1beta1';

/** What a node uses before any pod is on it; CPU in millicores, memory in bytes. */
export const NODE_OVERHEAD = { cpu: 150, memory: 600 * 2 ** 20 };

/** `metrics.k8s.io`: made-up usage that moves within what each container asked for. */
export class Metrics {
  readonly #store: Store;
  readonly #load: Load;

  constructor({ store, load }: Pick<Cluster, 'store' | 'load'>) {
    this.#store = store;
    this.#load = load;
  }

  pods(namespace: string | undefined, labelSelector: string | undefined, now: number): object {
    const labels = parseLabelSelector(labelSelector);
    const items = Array.from(this.#store.candidates<Pod>(RESOURCES.pods, { namespace, labels }))
      .filter((pod) => pod.status?.phase === 'Running' && labelsMatch(labels, pod.metadata.labels))
      .map((pod) => podMetrics(this.#load, pod, now));
    return { kind: 'PodMetricsList', apiVersion: API_VERSION, metadata: {}, items };
  }

  pod(namespace: string, name: string, now: number): object {
    const pod = this.#store.get<Pod>(RESOURCES.pods, namespace, name);
    if (pod?.status?.phase !== 'Running')
      throw new ApiError(404, 'NotFound', `podmetrics.metrics.k8s.io "${namespace}/${name}" not found`);
    return podMetrics(this.#load, pod, now);
  }

  nodes(now: number): object {
    const totals = new Map<string, { cpu: number; memory: number }>();
    for (const pod of this.#store.candidates<Pod>(RESOURCES.pods)) {
      if (pod.status?.phase !== 'Running') continue;
      const total = totals.get(pod.spec.nodeName ?? '') ?? { ...NODE_OVERHEAD };
      for (const container of pod.spec.containers) {
        const used = this.#load.ofContainer(pod, container, now);
        total.cpu += used.cpu;
        total.memory += used.memory;
      }
      totals.set(pod.spec.nodeName ?? '', total);
    }
    const items = Array.from(this.#store.candidates<Node>(RESOURCES.nodes), ({ metadata }) => ({
      ...envelope('NodeMetrics', metadata, now),
      usage: printed(totals.get(metadata.name) ?? NODE_OVERHEAD),
    }));
    return { kind: 'NodeMetricsList', apiVersion: API_VERSION, metadata: {}, items };
  }
}

function podMetrics(load: Load, pod: Pod, now: number): object {
  const containers = pod.spec.containers.map((container) => ({
    name: container.name,
    usage: printed(load.ofContainer(pod, container, now)),
  }));
  return { ...envelope('PodMetrics', pod.metadata, now), containers };
}

function envelope(kind: string, { name, namespace, labels }: KubeObject['metadata'], now: number): object {
  const metadata = {
    name,
    ...(namespace && { namespace }),
    ...(labels && { labels }),
    creationTimestamp: timestamp(now),
  };
  return { kind, apiVersion: API_VERSION, metadata, timestamp: timestamp(now), window: WINDOW };
}

/** In the units of a real metrics server: nanocores and KiB. */
function printed({ cpu, memory }: { cpu: number; memory: number }): Record<string, string> {
  return { cpu: `${cpu * 1_000_000}n`, memory: `${Math.round(memory / 1024)}Ki` };
}
