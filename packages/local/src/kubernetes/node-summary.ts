import type { Cluster } from './cluster.js';
import type { Node, Pod } from './kinds.js';
import { NODE_OVERHEAD } from './metrics.js';
import { timestamp } from './object.js';
import { volumesOf } from './pod-volume.js';
import { toUnits } from './quota-usage.js';
import { RESOURCES } from './resources.js';
import { notFound } from './status.js';

interface Used {
  cpu: number;
  memory: number;
}

/**
 * What the node's kubelet says at `/stats/summary`, as far as it can be said without a kernel:
 * https://github.com/kubernetes/kubernetes/blob/v1.31.0/staging/src/k8s.io/kubelet/pkg/apis/stats/v1alpha1/types.go
 */
export function nodeSummary(cluster: Cluster, name: string, now: number): object {
  const { store } = cluster;
  const node = store.get<Node>(RESOURCES.nodes, undefined, name);
  if (!node) throw notFound(RESOURCES.nodes, name);
  const total = { ...NODE_OVERHEAD };
  const pods: object[] = [];
  for (const pod of store.candidates<Pod>(RESOURCES.pods)) {
    if (pod.spec.nodeName !== name || pod.status?.phase !== 'Running') continue;
    const used = pod.spec.containers.map((container) => cluster.load.ofContainer(pod, container, now));
    const sum = { cpu: sumOf(used, 'cpu'), memory: sumOf(used, 'memory') };
    total.cpu += sum.cpu;
    total.memory += sum.memory;
    pods.push(podStats(cluster, pod, used, sum, now));
  }
  const { capacity } = node.status;
  const memory = toUnits('memory', capacity.memory ?? '0');
  return {
    node: {
      nodeName: name,
      startTime: node.metadata.creationTimestamp,
      ...stats(total, now, memory),
    },
    pods,
  };
}

function podStats(cluster: Cluster, pod: Pod, used: Used[], sum: Used, now: number): object {
  const { name, namespace, uid } = pod.metadata;
  const time = timestamp(now);
  const containers = pod.spec.containers.map((container, index) => ({
    name: container.name,
    startTime: pod.status?.startTime,
    ...stats(
      used[index] ?? { cpu: 0, memory: 0 },
      now,
      toUnits('memory', container.resources?.limits?.memory ?? '0'),
    ),
  }));
  const volume = volumesOf(cluster.store, pod).map(({ name: volumeName, claim }) => {
    const capacityBytes = toUnits('storage', claim.status?.capacity?.storage ?? '0');
    const usedBytes = Math.floor(capacityBytes * cluster.load.ofVolume(pod, now));
    const pvcRef = { name: claim.metadata.name, namespace };
    return {
      time,
      availableBytes: capacityBytes - usedBytes,
      capacityBytes,
      usedBytes,
      name: volumeName,
      pvcRef,
    };
  });
  return {
    podRef: { name, namespace, uid },
    startTime: pod.status?.startTime,
    containers,
    ...stats(sum, now, 0),
    ...(volume.length > 0 && { volume }),
  };
}

/** `limit` in bytes, 0 for none: only with one is there a rest that is available. */
function stats({ cpu, memory }: Used, now: number, limit: number): object {
  const time = timestamp(now);
  return {
    cpu: { time, usageNanoCores: cpu * 1_000_000 },
    memory: {
      time,
      ...(limit > 0 && { availableBytes: Math.max(0, limit - memory) }),
      usageBytes: memory,
      workingSetBytes: memory,
    },
  };
}

function sumOf(used: Used[], which: keyof Used): number {
  return used.reduce((sum, each) => sum + each[which], 0);
}
