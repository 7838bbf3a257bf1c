import type { Cluster } from '../cluster.js';
import type { Node, PersistentVolumeClaim, Pod } from '../kinds.js';
import { type KubeObject, timestamp, withCondition } from '../object.js';
import { podTotal, toUnits } from '../quota-usage.js';
import { RESOURCES } from '../resources.js';

/** Pods that no node had room for are looked at again this long after room may have appeared, in ms. */
const RETRY_MS = 100;

interface Load {
  cpu: number;
  memory: number;
  pods: number;
}

/** Gives each pod a node with room for its requests, and says why where there is none. */
export class Scheduler {
  readonly #cluster: Cluster;
  readonly #loads = new Map<string, Load>();
  readonly #waiting = new Map<string, Pod>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    cluster.store.onChange(({ resource, before, after }) => {
      if (resource === RESOURCES.pods) this.#move(before, after);
      const roomier =
        resource === RESOURCES.nodes ||
        resource === RESOURCES.persistentvolumeclaims ||
        isFreed(resource === RESOURCES.pods, before, after);
      if (roomier && this.#waiting.size > 0) cluster.queue.addAfter('waiting-pods', '', '', RETRY_MS);
    });
  }

  /** Counts a pod restored from a snapshot, which makes no change event. */
  count(pod: Pod): void {
    this.#move(undefined, pod);
  }

  retryWaiting(): void {
    for (const { metadata } of this.#waiting.values())
      this.#cluster.queue.add('pod', metadata.namespace, metadata.name);
  }

  /** Binds a pod to a node, or marks it unschedulable. */
  schedule(pod: Pod): void {
    const { store, events } = this.#cluster;
    const problem = this.#volumeProblem(pod);
    const found = problem === undefined ? this.#findNode(pod) : { problem };
    const { status } = pod;
    if ('problem' in found) {
      this.#waiting.set(pod.metadata.uid, pod);
      const before = status?.conditions?.find(({ type }) => type === 'PodScheduled');
      if (before?.message === found.problem) return;
      const condition = {
        type: 'PodScheduled',
        status: 'False' as const,
        reason: 'Unschedulable',
        message: found.problem,
      };
      store.put(RESOURCES.pods, {
        ...pod,
        status: { ...status, phase: 'Pending', conditions: withCondition(status?.conditions, condition) },
      });
      events.record(pod, 'Warning', 'FailedScheduling', found.problem);
      return;
    }
    const { metadata } = found.node;
    const conditions = withCondition(status?.conditions, { type: 'PodScheduled', status: 'True' });
    store.put(RESOURCES.pods, {
      ...pod,
      spec: { ...pod.spec, nodeName: metadata.name },
      status: { ...status, phase: 'Pending', conditions, startTime: timestamp() },
    });
    events.record(
      pod,
      'Normal',
      'Scheduled',
      `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${metadata.name}`,
    );
  }

  #volumeProblem({ metadata, spec }: Pod): string | undefined {
    for (const { persistentVolumeClaim } of spec.volumes ?? []) {
      if (!persistentVolumeClaim) continue;
      const { claimName } = persistentVolumeClaim;
      const claim = this.#cluster.store.get<PersistentVolumeClaim>(
        RESOURCES.persistentvolumeclaims,
        metadata.namespace,
        claimName,
      );
      if (!claim) return `persistentvolumeclaim "${claimName}" not found`;
      if (claim.metadata.deletionTimestamp) return `persistentvolumeclaim "${claimName}" is being deleted`;
      if (claim.status?.phase !== 'Bound') return 'pod has unbound immediate PersistentVolumeClaims';
    }
    return undefined;
  }

  /** The emptiest node that fits. */
  #findNode({ spec }: Pod): { node: Node } | { problem: string } {
    const cpu = podTotal(spec, 'requests', 'cpu');
    const memory = podTotal(spec, 'requests', 'memory');
    const lacking = new Map<string, number>();
    let best: { node: Node; pods: number } | undefined;
    let count = 0;
    for (const node of this.#cluster.store.candidates<Node>(RESOURCES.nodes)) {
      count += 1;
      const { allocatable } = node.status;
      const load = this.#loads.get(node.metadata.name) ?? { cpu: 0, memory: 0, pods: 0 };
      const short = [
        ...(isReady(node) ? [] : ['node(s) had untolerated taint {node.kubernetes.io/unreachable: }']),
        ...(node.spec?.unschedulable ? ['node(s) were unschedulable'] : []),
        ...(load.cpu + cpu > toUnits('cpu', allocatable.cpu ?? '0') ? ['Insufficient cpu'] : []),
        ...(load.memory + memory > toUnits('memory', allocatable.memory ?? '0')
          ? ['Insufficient memory']
          : []),
        ...(load.pods + 1 > toUnits('pods', allocatable.pods ?? '0') ? ['Too many pods'] : []),
      ];
      for (const reason of short) lacking.set(reason, (lacking.get(reason) ?? 0) + 1);
      if (short.length === 0 && (!best || load.pods < best.pods)) best = { node, pods: load.pods };
    }
    if (best) return { node: best.node };
    const reasons = [...lacking].map(([reason, nodes]) => `${nodes} ${reason}`).sort();
    return { problem: `0/${count} nodes are available: ${reasons.join(', ')}.` };
  }

  #move(before: KubeObject | undefined, after: KubeObject | undefined): void {
    this.#load(before as Pod | undefined, -1);
    this.#load(after as Pod | undefined, 1);
    const pod = (after ?? before) as Pod;
    if (!after || pod.spec.nodeName) this.#waiting.delete(pod.metadata.uid);
  }

  #load(pod: Pod | undefined, sign: 1 | -1): void {
    if (!pod?.spec.nodeName || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return;
    const load = this.#loads.get(pod.spec.nodeName) ?? { cpu: 0, memory: 0, pods: 0 };
    load.cpu += sign * podTotal(pod.spec, 'requests', 'cpu');
    load.memory += sign * podTotal(pod.spec, 'requests', 'memory');
    load.pods += sign;
    this.#loads.set(pod.spec.nodeName, load);
  }
}

function isReady({ status }: Node): boolean {
  return status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function isFreed(isPod: boolean, before: KubeObject | undefined, after: KubeObject | undefined): boolean {
  return isPod && before !== undefined && after === undefined;
}
