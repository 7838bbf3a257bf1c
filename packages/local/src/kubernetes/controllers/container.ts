import type { Container, ContainerStatus, Pod } from '../kinds.js';
import { timestamp } from '../object.js';
import { parseQuantity } from '../quantity.js';
import type { Settings } from '../settings.js';

/** What a container would do, by its image's name, its environment and the faults asked for. */
export interface Behaviour {
  pullMs: number;
  pullFails: boolean;
  /** The registry's words, in place of the usual ones. */
  pullMessage?: string;
  exit?: { afterMs: number; exitCode: number; reason: string; message?: string };
  /** null: it never becomes ready. */
  readyAfterMs: number | null;
}

/** The same names and variables misbehave as with the stand-in image of the laboratory cluster. */
export function behaviourOf(
  container: Container,
  fault: { type: string; message?: string | undefined } | undefined,
  settings: Settings,
): Behaviour {
  const setting = (name: string) => {
    const value = container.env?.find((each) => each.name === name)?.value;
    return value === undefined ? undefined : Number(value);
  };
  const exitSeconds = setting('STANDIN_EXIT_AFTER');
  const limit = parseQuantity(container.resources?.limits?.memory);
  const eaten = (setting('STANDIN_EAT_MB') ?? 0) * 2 ** 20;
  const words = fault?.message === undefined ? {} : { message: fault.message.slice(-LAST_WORDS) };
  const crash = { ...words, afterMs: settings.crashAfterMs, exitCode: 1, reason: 'Error' };
  const outOfMemory = { ...words, afterMs: settings.crashAfterMs, exitCode: 137, reason: 'OOMKilled' };
  const exit =
    fault?.type === 'crash'
      ? crash
      : fault?.type === 'oom' || (limit !== undefined && eaten > limit)
        ? outOfMemory
        : exitSeconds !== undefined
          ? { ...crash, afterMs: exitSeconds * 1000 }
          : undefined;
  const hangs = fault?.type === 'hang' || (setting('STANDIN_STATUS') ?? 200) >= 400;
  return {
    pullMs: container.image.includes('slow') ? settings.slowPullMs : settings.pullMs,
    pullFails: fault?.type === 'pull' || container.image.includes('missing'),
    ...(fault?.message !== undefined && { pullMessage: fault.message }),
    ...(exit && { exit }),
    readyAfterMs: hangs ? null : settings.readyAfterMs + (setting('STANDIN_READY_AFTER') ?? 0) * 1000,
  };
}

/** As much as the kubelet keeps of a termination message. */
const LAST_WORDS = 4_096;

export interface Step {
  status: ContainerStatus;
  /** Look again at this time (ms since the epoch); absent when only a fault or a deletion can change anything. */
  due?: number;
  events: { type: 'Normal' | 'Warning'; reason: string; message: string }[];
}

export function initialStatus({ name, image }: Container): ContainerStatus {
  return {
    name,
    image,
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    state: { waiting: { reason: 'ContainerCreating' } },
    lastState: {},
  };
}

/** Where a container goes from its status, in which it has been since `since` (ms). Pure: times are arguments. */
export function nextStep(
  pod: Pod,
  status: ContainerStatus,
  behaviour: Behaviour,
  settings: Settings,
  { since, failures, now }: { since: number; failures: number; now: number },
): Step {
  const { state } = status;
  const stay = (due?: number): Step => ({ status, events: [], ...(due !== undefined && { due }) });
  const backoff = (first: number) => Math.min(settings.backoffMaxMs, first * 2 ** Math.max(0, failures - 1));

  if (state.waiting) {
    const { reason } = state.waiting;
    if (reason === 'CreateContainerConfigError') return pulledOrFailed(status, behaviour);
    const wait =
      reason === 'ContainerCreating'
        ? behaviour.pullMs
        : reason === 'CrashLoopBackOff'
          ? backoff(settings.crashBackoffMs)
          : reason === 'ErrImagePull'
            ? settings.pullMs
            : backoff(settings.pullBackoffMs);
    if (now < since + wait) return stay(since + wait);
    if (reason === 'CrashLoopBackOff')
      return running({ ...status, restartCount: status.restartCount + 1 }, []);
    if (reason === 'ErrImagePull' && behaviour.pullFails) return backingOff(status);
    return pulledOrFailed(status, behaviour);
  }
  if (state.terminated) {
    if (hasEnded(pod, status)) return stay();
    if (status.restartCount === 0) return running({ ...status, restartCount: 1, lastState: state }, []);
    const seconds = Math.round(backoff(settings.crashBackoffMs) / 1000);
    const message = `back-off ${seconds}s restarting failed container=${status.name} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
    const waiting = { reason: 'CrashLoopBackOff', message };
    return {
      status: { ...status, ready: false, started: false, state: { waiting }, lastState: state },
      events: [{ type: 'Warning', reason: 'BackOff', message: 'Back-off restarting failed container' }],
    };
  }
  const { exit, readyAfterMs } = behaviour;
  if (exit && now >= since + exit.afterMs) return exited(status, exit);
  const exitDue = exit && since + exit.afterMs;
  if (readyAfterMs === null)
    return status.ready
      ? { status: { ...status, ready: false }, events: [unhealthy], ...(exitDue && { due: exitDue }) }
      : stay(exitDue);
  if (status.ready) return stay(exitDue);
  if (now < since + readyAfterMs)
    return stay(Math.min(since + readyAfterMs, exitDue ?? Number.POSITIVE_INFINITY));
  // A container about to crash is not called ready first: its instance would be reported as running.
  if (exit && exit.afterMs <= settings.crashAfterMs) return stay(exitDue);
  return { status: { ...status, ready: true }, events: [], ...(exitDue && { due: exitDue }) };
}

const unhealthy = {
  type: 'Warning' as const,
  reason: 'Unhealthy',
  message:
    'Readiness probe failed: context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
};

/** A container that exited and, by its pod's restart policy, stays so. */
export function hasEnded({ spec }: Pod, { state }: ContainerStatus): boolean {
  if (!state.terminated) return false;
  const { restartPolicy } = spec;
  return restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && state.terminated.exitCode === 0);
}

function pulledOrFailed(status: ContainerStatus, { pullFails, pullMessage }: Behaviour): Step {
  const { image } = status;
  if (!pullFails)
    return running(status, [
      { type: 'Normal', reason: 'Pulled', message: `Successfully pulled image "${image}"` },
    ]);
  const full = fullName(image);
  const message =
    pullMessage ??
    `rpc error: code = NotFound desc = failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`;
  return {
    status: { ...status, state: { waiting: { reason: 'ErrImagePull', message } } },
    events: [
      { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` },
      { type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": ${message}` },
      { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' },
    ],
  };
}

function backingOff(status: ContainerStatus): Step {
  const message = `Back-off pulling image "${status.image}"`;
  return {
    status: { ...status, state: { waiting: { reason: 'ImagePullBackOff', message } } },
    events: [
      { type: 'Normal', reason: 'BackOff', message },
      { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' },
    ],
  };
}

function running(status: ContainerStatus, events: Step['events']): Step {
  const { name } = status;
  const imageID = `${fullName(status.image).split(/[:@]/)[0]}@sha256:${'0'.repeat(64)}`;
  return {
    status: {
      ...status,
      imageID,
      ready: false,
      started: true,
      state: { running: { startedAt: timestamp() } },
    },
    events: [
      ...events,
      { type: 'Normal', reason: 'Created', message: `Created container ${name}` },
      { type: 'Normal', reason: 'Started', message: `Started container ${name}` },
    ],
  };
}

function exited(status: ContainerStatus, { afterMs: _, ...exit }: NonNullable<Behaviour['exit']>): Step {
  const startedAt = status.state.running?.startedAt ?? timestamp();
  const terminated = { ...exit, startedAt, finishedAt: timestamp() };
  return { status: { ...status, ready: false, started: false, state: { terminated } }, events: [] };
}

/** `n8nio/n8n` → `docker.io/n8nio/n8n:latest`, as the container runtime spells it. */
export function fullName(image: string): string {
  const parts = image.split('/');
  const first = parts[0] ?? '';
  const registry = parts.length > 1 && /[.:]|^localhost$/.test(first);
  const path = registry ? image : `docker.io/${parts.length === 1 ? 'library/' : ''}${image}`;
  return /[:@][^/]*$/.test(path.split('/').at(-1) ?? '') ? path : `${path}:latest`;
}
