import type { KubernetesObject, V1Node } from '@kubernetes/client-node';
import type { Amounts, UsageReading } from '@minispod/domain/ports/cluster';
import type { Connection } from './connection.js';
import { statusCode, translate } from './errors.js';
import { listAll } from './list-all.js';
import { ANY_INSTANCE, claimGeneration, instanceOfPod } from './names.js';
import { amounts, NOTHING, sum } from './requests.js';

/** Nodes asked at once. */
const AT_ONCE = 8;
const MEBIBYTE = 1024 ** 2;

interface PodMetrics extends KubernetesObject {
  containers: { usage: Record<string, string> }[];
}

/** What a node's kubelet says of its pods, as far as it is read (its Summary API). */
interface PodStats {
  podRef: { name: string; namespace: string };
  cpu?: { usageNanoCores?: number };
  memory?: { workingSetBytes?: number };
  volume?: { usedBytes?: number; capacityBytes?: number; pvcRef?: { name: string } }[];
}

/**
 * See `Cluster.readUsage`: one list of metrics.k8s.io, which says nothing about volumes, and one look at each node's own
 * summary, which says all and stands in where the cluster has no such API. What may not be asked, or does not answer, is
 * not known: a reading is worth no error.
 */
export async function readUsage(getJson: Connection['getJson']): Promise<UsageReading[]> {
  const [measured, stats] = await Promise.all([readMetrics(getJson), readStats(getJson)]);
  const volumes = new Map(stats.flatMap((pod) => volumeOf(pod)));
  const used = measured ?? amountsByInstance(stats.map((pod) => [instanceOf(pod), summed(pod)]));
  return [...used].map(([instanceId, { cpuMilli, memoryMb }]) => ({
    instanceId,
    cpuMilli: Math.round(cpuMilli),
    memoryMb: Math.round(memoryMb),
    ...(volumes.get(instanceId) ?? { volumeUsedMb: null, volumeCapacityMb: null }),
  }));
}

/** Null where the API is not there. */
async function readMetrics(getJson: Connection['getJson']): Promise<Map<string, Amounts> | null> {
  const query = { labelSelector: ANY_INSTANCE };
  const answer = await asked(() => getJson('/apis/metrics.k8s.io/v1beta1/pods', query), 'reading metrics');
  if (!answer) return null;
  return amountsByInstance(
    (answer as { items: PodMetrics[] }).items.map(({ metadata, containers }) => [
      instanceOfPod(metadata?.namespace ?? '', metadata?.name ?? ''),
      sum(containers.map(({ usage }) => amounts(usage))),
    ]),
  );
}

async function readStats(getJson: Connection['getJson']): Promise<PodStats[]> {
  const nodes = await asked(async () => {
    const names: string[] = [];
    for await (const node of listAll<V1Node>({ getJson }, '/api/v1/nodes'))
      names.push(node.metadata?.name ?? '');
    return names;
  }, 'listing the nodes');
  const stats: PodStats[] = [];
  const waiting = nodes ?? [];
  const askNext = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const path = `/api/v1/nodes/${name}/proxy/stats/summary`;
      // A node that is away has an error of its own; the others are asked all the same.
      const summary = (await getJson(path).catch(() => null)) as { pods?: PodStats[] } | null;
      for (const pod of summary?.pods ?? []) if (instanceOf(pod)) stats.push(pod);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askNext));
  return stats;
}

/** Null where the server has no such thing or may not tell. Throws ClusterUnreachable when it does not answer at all. */
async function asked<T>(ask: () => Promise<T>, doing: string): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (statusCode(error) !== null) return null;
    throw translate(error, doing);
  }
}

function instanceOf({ podRef }: PodStats): string | null {
  return instanceOfPod(podRef.namespace, podRef.name);
}

function summed({ cpu, memory }: PodStats): Amounts {
  return {
    cpuMilli: (cpu?.usageNanoCores ?? 0) / 1_000_000,
    memoryMb: (memory?.workingSetBytes ?? 0) / MEBIBYTE,
  };
}

/** Two pods of an instance, one going and one coming, count together. */
function amountsByInstance(readings: [instanceId: string | null, used: Amounts][]): Map<string, Amounts> {
  const used = new Map<string, Amounts>();
  for (const [instanceId, reading] of readings) {
    if (instanceId) used.set(instanceId, sum([used.get(instanceId) ?? NOTHING, reading]));
  }
  return used;
}

type VolumeReading = Pick<UsageReading, 'volumeUsedMb' | 'volumeCapacityMb'>;

function volumeOf(pod: PodStats): [string, VolumeReading][] {
  const instanceId = instanceOf(pod);
  const volume = pod.volume?.find(
    ({ pvcRef }) => instanceId && pvcRef && claimGeneration(instanceId, pvcRef.name) !== null,
  );
  if (!instanceId || volume?.usedBytes === undefined || volume.capacityBytes === undefined) return [];
  const reading = {
    volumeUsedMb: Math.round(volume.usedBytes / MEBIBYTE),
    volumeCapacityMb: Math.round(volume.capacityBytes / MEBIBYTE),
  };
  return [[instanceId, reading]];
}
