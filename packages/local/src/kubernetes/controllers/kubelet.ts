import { type Cluster, writeStatus } from '../cluster.js';
import { removeWhenFinalized } from '../deletion.js';
import type { ConfigData, Container, ContainerStatus, Pod, ResourceRequirements } from '../kinds.js';
import { withCondition } from '../object.js';
import { volumesOf } from '../pod-volume.js';
import { RESOURCES, type Resource } from '../resources.js';
import { behaviourOf, hasEnded, initialStatus, nextStep, type Step } from './container.js';
import type { Scheduler } from './scheduler.js';

/** A reference to a ConfigMap or Secret that is not there yet is looked at again after this many ms. */
const MISSING_CONFIG_RETRY_MS = 500;

interface Phase {
  /** The status reached at `since` (ms); timestamps in the object have whole seconds only. */
  reached: ContainerStatus;
  since: number;
  failures: number;
}

/** Runs pods: starts containers, readies, crashes and stops them, each pod when its own time has come. */
export class Kubelet {
  readonly #cluster: Cluster;
  readonly #scheduler: Scheduler;
  readonly #phases = new Map<string, Map<string, Phase>>();
  readonly #stopping = new Map<string, number>();

  constructor(cluster: Cluster, scheduler: Scheduler) {
    this.#cluster = cluster;
    this.#scheduler = scheduler;
  }

  forget(uid: string): void {
    this.#phases.delete(uid);
    this.#stopping.delete(uid);
  }

  reconcile(namespace: string, name: string): void {
    const pod = this.#cluster.store.get<Pod>(RESOURCES.pods, namespace, name);
    if (!pod) return;
    if (pod.metadata.deletionTimestamp) this.#stop(pod);
    else if (isFinished(pod)) return;
    else if (!pod.spec.nodeName) this.#scheduler.schedule(pod);
    else this.#run(pod);
  }

  #stop(pod: Pod): void {
    const { store, settings, queue, events } = this.#cluster;
    const { uid, namespace, name, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const since = this.#stopping.get(uid) ?? Date.now();
    if (!this.#stopping.has(uid))
      for (const container of pod.spec.containers)
        events.record(pod, 'Normal', 'Killing', `Stopping container ${container.name}`);
    this.#stopping.set(uid, since);
    const due = since + Math.min(settings.terminationMs, deletionGracePeriodSeconds * 1000);
    if (Date.now() < due) {
      queue.addAfter('pod', namespace, name, due - Date.now());
      return;
    }
    const { deletionGracePeriodSeconds: _, ...metadata } = pod.metadata;
    removeWhenFinalized(store, RESOURCES.pods, { ...pod, metadata });
  }

  #run(pod: Pod): void {
    const { queue, store } = this.#cluster;
    const { namespace, name } = pod.metadata;
    const steps = pod.spec.containers.map((container) => this.#step(pod, container));
    for (const { events } of steps)
      for (const { type, reason, message } of events) this.#cluster.events.record(pod, type, reason, message);
    writeStatus(
      store,
      RESOURCES.pods,
      pod,
      statusOf(
        pod,
        steps.map(({ status }) => status),
      ),
    );
    const due = Math.min(...steps.map((step) => step.due ?? Number.POSITIVE_INFINITY));
    if (due < Number.POSITIVE_INFINITY) queue.addAfter('pod', namespace, name, Math.max(0, due - Date.now()));
  }

  #step(pod: Pod, container: Container): Step {
    const { settings, faults } = this.#cluster;
    const phase = this.#phaseOf(pod, container);
    const waiting = phase.reached.state.waiting?.reason;
    const problem = waiting ? this.#configProblem(pod, container) : undefined;
    if (problem !== undefined && waiting !== 'CrashLoopBackOff') {
      const reason = problem.mount ? 'ContainerCreating' : 'CreateContainerConfigError';
      const status = {
        ...phase.reached,
        state: { waiting: { reason, ...(!problem.mount && { message: problem.message }) } },
      };
      phase.reached = status;
      const events = [
        {
          type: 'Warning' as const,
          reason: problem.mount ? 'FailedMount' : 'Failed',
          message: problem.message,
        },
      ];
      return { status, due: Date.now() + MISSING_CONFIG_RETRY_MS, events };
    }
    const behaviour = behaviourOf(container, faults.ofContainer(pod, container.image), settings);
    const step = nextStep(pod, phase.reached, behaviour, settings, { ...phase, now: Date.now() });
    if (step.status !== phase.reached) this.#advance(pod, phase, step);
    return step;
  }

  #advance(pod: Pod, phase: Phase, { status }: Step): void {
    const { waiting, terminated } = status.state;
    const readied =
      status.state.running === phase.reached.state.running && status.started === phase.reached.started;
    // Counted anew once the image came, or after a run long enough to call the container well, as the real one does.
    const recovered = terminated
      ? Date.now() - phase.since > 2 * this.#cluster.settings.backoffMaxMs
      : status.state.running && /Image/.test(phase.reached.state.waiting?.reason ?? '');
    if (recovered) phase.failures = 0;
    if (terminated || waiting?.reason === 'ErrImagePull') phase.failures += 1;
    if (!readied) phase.since = Date.now();
    phase.reached = status;
    if (status.state.running && !readied) this.#begin(pod, status.name);
    this.#cluster.queue.add('pod', pod.metadata.namespace, pod.metadata.name);
  }

  /** An app writes to its volume when it starts; a pod made by hand is a tool and leaves what it finds. */
  #begin(pod: Pod, container: string): void {
    if (!pod.metadata.ownerReferences?.some(({ controller }) => controller)) return;
    for (const { volume, mountPath } of volumesOf(this.#cluster.store, pod, container))
      if (mountPath) this.#cluster.contents.begin(volume.metadata.name, pod.metadata.name);
  }

  #phaseOf(pod: Pod, container: Container): Phase {
    const phases = this.#phases.get(pod.metadata.uid) ?? new Map<string, Phase>();
    this.#phases.set(pod.metadata.uid, phases);
    const known = phases.get(container.name);
    if (known) return known;
    const saved = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
    if (!saved) this.#cluster.events.record(pod, 'Normal', 'Pulling', `Pulling image "${container.image}"`);
    const phase = {
      reached: saved ?? initialStatus(container),
      since: Date.now(),
      failures: saved?.restartCount ?? 0,
    };
    phases.set(container.name, phase);
    return phase;
  }

  /** What a container cannot start without: keys it takes variables from, and objects it mounts. */
  #configProblem(pod: Pod, container: Container): { message: string; mount: boolean } | undefined {
    const { namespace } = pod.metadata;
    const find = (resource: Resource, name: string) =>
      this.#cluster.store.get<ConfigData>(resource, namespace, name);
    for (const { configMap, secret } of pod.spec.volumes ?? []) {
      if (configMap && !configMap.optional && !find(RESOURCES.configmaps, configMap.name))
        return {
          message: `MountVolume.SetUp failed for volume: configmap "${configMap.name}" not found`,
          mount: true,
        };
      if (secret && !secret.optional && !find(RESOURCES.secrets, secret.secretName))
        return {
          message: `MountVolume.SetUp failed for volume: secret "${secret.secretName}" not found`,
          mount: true,
        };
    }
    const references: {
      kind: string;
      resource: Resource;
      of: { name: string; key?: string; optional?: boolean } | undefined;
    }[] = [
      ...(container.env ?? []).flatMap(({ valueFrom }) => [
        { kind: 'configmap', resource: RESOURCES.configmaps, of: valueFrom?.configMapKeyRef },
        { kind: 'secret', resource: RESOURCES.secrets, of: valueFrom?.secretKeyRef },
      ]),
      ...(container.envFrom ?? []).flatMap(({ configMapRef, secretRef }) => [
        { kind: 'configmap', resource: RESOURCES.configmaps, of: configMapRef },
        { kind: 'secret', resource: RESOURCES.secrets, of: secretRef },
      ]),
    ];
    for (const { kind, resource, of } of references) {
      if (!of || of.optional) continue;
      const found = find(resource, of.name);
      if (!found) return { message: `${kind} "${of.name}" not found`, mount: false };
      if (of.key !== undefined && found.data?.[of.key] === undefined)
        return {
          message: `couldn't find key ${of.key} in ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${namespace}/${of.name}`,
          mount: false,
        };
    }
    return undefined;
  }
}

function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function statusOf(pod: Pod, containerStatuses: ContainerStatus[]): NonNullable<Pod['status']> {
  const unready = containerStatuses.filter(({ ready }) => !ready).map(({ name }) => name);
  const allReady = unready.length === 0;
  const readiness = allReady
    ? { status: 'True' as const }
    : {
        status: 'False' as const,
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${unready.join(' ')}]`,
      };
  let conditions = withCondition(pod.status?.conditions, { type: 'Initialized', status: 'True' });
  for (const type of ['ContainersReady', 'Ready'])
    conditions = withCondition(conditions, { type, ...readiness });
  // Once its containers have run, a pod that restarts them stays Running.
  const started = containerStatuses.every(({ state, restartCount }) => !state.waiting || restartCount > 0);
  const address = addressOf(pod.metadata.uid);
  return {
    ...pod.status,
    phase: phaseOf(pod, containerStatuses, started),
    conditions,
    containerStatuses,
    hostIP: '10.0.0.1',
    ...(started && { podIP: address, podIPs: [{ ip: address }] }),
    qosClass: qosClassOf(pod),
  };
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
function phaseOf(pod: Pod, statuses: ContainerStatus[], started: boolean): string {
  if (!statuses.every((status) => hasEnded(pod, status))) return started ? 'Running' : 'Pending';
  return statuses.every(({ state }) => state.terminated?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qosClassOf({ spec }: Pod): string {
  const all = spec.containers.map(({ resources = {} }) => resources);
  if (all.every(({ limits, requests }) => !limits && !requests)) return 'BestEffort';
  const fixed = ({ limits, requests }: ResourceRequirements) =>
    ['cpu', 'memory'].every((name) => limits?.[name] !== undefined && limits[name] === requests?.[name]);
  return all.every(fixed) ? 'Guaranteed' : 'Burstable';
}

/** Follows from the uid: nothing here routes by it. */
function addressOf(uid: string): string {
  const bytes = Buffer.from(uid.replaceAll('-', ''), 'hex');
  return `10.${200 + ((bytes[0] ?? 0) % 16)}.${bytes[1]}.${bytes[2]}`;
}
