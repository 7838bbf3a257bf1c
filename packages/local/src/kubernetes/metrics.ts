import type { Node, Pod } from './kinds.js';
import type { KubeObject } from './object.js';
import { timestamp } from './object.js';
import { toUnits } from './quota-usage.js';
import { RESOURCES } from './resources.js';
import { labelsMatch, parseLabelSelector } from './selectors.js';
import { ApiError } from './status.js';
import type { Store } from './store.js';

const WINDOW = '15s';
const API_VERSION = 'metrics.k8s.io/v1beta1';

/** `metrics.k8s.io`: made-up usage that moves within what each container asked for. */
export class Metrics {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  pods(namespace: string | undefined, labelSelector: string | undefined, now: number): object {
    const labels = parseLabelSelector(labelSelector);
    const items = Array.from(this.#store.candidates<Pod>(RESOURCES.pods, { namespace, labels }))
      .filter((pod) => pod.status?.phase === 'Running' && labelsMatch(labels, pod.metadata.labels))
      .map((pod) => podMetrics(pod, now));
    return { kind: 'PodMetricsList', apiVersion: API_VERSION, metadata: {}, items };
  }

  pod(namespace: string, name: string, now: number): object {
    const pod = this.#store.get<Pod>(RESOURCES.pods, namespace, name);
    if (pod?.status?.phase !== 'Running')
      throw new ApiError(404, 'NotFound', `podmetrics.metrics.k8s.io "${namespace}/${name}" not found`);
    return podMetrics(pod, now);
  }

  nodes(now: number): object {
    const totals = new Map<string, { cpu: number; memory: number }>();
    for (const pod of this.#store.candidates<Pod>(RESOURCES.pods)) {
      if (pod.status?.phase !== 'Running') continue;
      const total = totals.get(pod.spec.nodeName ?? '') ?? { cpu: 150, memory: 600 * 2 ** 20 };
      for (const container of pod.spec.containers) {
        const used = usageOf(pod, container, now);
        total.cpu += used.cpu;
        total.memory += used.memory;
      }
      totals.set(pod.spec.nodeName ?? '', total);
    }
    const items = Array.from(this.#store.candidates<Node>(RESOURCES.nodes), ({ metadata }) => ({
      ...envelope('NodeMetrics', metadata, now),
      usage: printed(totals.get(metadata.name) ?? { cpu: 150, memory: 600 * 2 ** 20 }),
    }));
    return { kind: 'NodeMetricsList', apiVersion: API_VERSION, metadata: {}, items };
  }
}

function podMetrics(pod: Pod, now: number): object {
  const containers = pod.spec.containers.map((container) => ({
    name: container.name,
    usage: printed(usageOf(pod, container, now)),
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

/** Slow waves of different length for each pod, between 5 and 60 % of its CPU and 30 and 70 % of its memory. */
function usageOf(
  pod: Pod,
  { resources }: Pod['spec']['containers'][number],
  now: number,
): { cpu: number; memory: number } {
  const seed = Number.parseInt(pod.metadata.uid.slice(0, 6), 16);
  const wave = (periodSeconds: number) => (1 + Math.sin(now / 1000 / periodSeconds + seed)) / 2;
  const cpu = toUnits('cpu', resources?.limits?.cpu ?? '500m');
  const memory = toUnits('memory', resources?.limits?.memory ?? '256Mi');
  return {
    cpu: Math.round(cpu * (0.05 + 0.35 * wave(97) + 0.2 * wave(13))),
    memory: Math.round(memory * (0.3 + 0.3 * wave(311) + 0.1 * wave(41))),
  };
}

/** In the units of a real metrics server: nanocores and KiB. */
function printed({ cpu, memory }: { cpu: number; memory: number }): Record<string, string> {
  return { cpu: `${cpu * 1_000_000}n`, memory: `${Math.round(memory / 1024)}Ki` };
}
