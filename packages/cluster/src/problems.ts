import { cleanTextEnd } from '@minispod/contracts/clean-text';
import type { InstanceProblem, InstanceProblemCode } from '@minispod/domain/ports/cluster';
import { APP_CONTAINER } from './manifests/pod.js';
import type { ContainerState, InstanceState, PodState } from './state.js';

/** Fewer restarts may be an app that waits for its database; the kubelet's pauses make the third come after about 40 s. */
const DEFINITIVE_RESTARTS = 3;

/** The registry answered, and the answer is no. */
const NO_SUCH_IMAGE = /not found|manifest unknown|name unknown|does not exist|access denied|unauthorized/i;
/** The registry did not answer, or is busy: the next attempt may get through, whatever else the message says. */
const REGISTRY_TROUBLE =
  /timeout|timed out|deadline exceeded|connection re|no route|no such host|TLS handshake|toomanyrequests|too many requests|\b(?:429|5\d\d) [A-Z]/i;

/** Nodes that are in trouble keep pods away by a taint of their own. */
const NODE_IN_TROUBLE =
  /node\.kubernetes\.io\/(?:memory-pressure|disk-pressure|pid-pressure|not-ready|unreachable|unschedulable|network-unavailable)/;

/** Older kubelets say only this while they wait before the next attempt, whatever the registry had answered. */
const BARE_BACK_OFF = /^Back-off pulling image "([^"]*)"$/;

/** The pod of which only its events say why its image does not come; null when there is none. */
export function backsOffSilently(pods: readonly PodState[]): PodState | null {
  const pod = newest(pods);
  return pod?.containers.some(({ waiting }) => BARE_BACK_OFF.test(waiting?.message ?? '')) ? pod : null;
}

/**
 * What stands in an instance's way, the nearest cause first; `warnings` are the messages of the events of its volume, or of a
 * pod that backs off silently.
 */
export function problemOf(
  { deployment, pods, claim }: InstanceState,
  warnings: string[],
): InstanceProblem | null {
  const pod = newest(pods);
  return (
    evictionOf(pod) ??
    worst(pod?.containers ?? [], warnings) ??
    placementProblem(pod, claim?.phase, warnings) ??
    creationProblem(deployment?.createFailure ?? null)
  );
}

export function newest(pods: readonly PodState[]): PodState | null {
  const current = pods.filter((pod) => !pod.terminating);
  return current.reduce<PodState | null>((a, b) => (a && a.createdAt >= b.createdAt ? a : b), null);
}

/** One that ends the matter before one that may pass; the app's before those of the containers beside it. */
function worst(containers: readonly ContainerState[], warnings: string[]): InstanceProblem | null {
  const found = containers
    .toSorted((a, b) => Number(b.name === APP_CONTAINER) - Number(a.name === APP_CONTAINER))
    .flatMap((container) => {
      const problem = containerProblem(container, warnings);
      if (!problem) return [];
      const { name } = container;
      return name === APP_CONTAINER ? problem : { ...problem, message: `${name}: ${problem.message}` };
    });
  return found.find(({ definitive }) => definitive) ?? found[0] ?? null;
}

function containerProblem(container: ContainerState, warnings: string[]): InstanceProblem | null {
  const { reason = '', message = '' } = container.waiting ?? {};
  switch (reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff': {
      const said = pullFailure(message, warnings);
      const isDefinitive = NO_SUCH_IMAGE.test(said) && !REGISTRY_TROUBLE.test(said);
      return problem('IMAGE_PULL_FAILED', said || reason, isDefinitive);
    }
    case 'InvalidImageName':
    case 'ErrImageNeverPull':
      return problem('IMAGE_PULL_FAILED', message || reason, true);
    case 'CreateContainerConfigError':
    case 'CreateContainerError':
    case 'RunContainerError':
      // A ConfigMap or Secret that somebody deleted is put back by the next apply; one that the kubelet could not read in
      // time it reads again.
      return problem(
        'CONTAINER_CONFIG',
        message || reason,
        !/not found|timed out|failed to sync/i.test(message),
      );
    default:
      return crashProblem(container);
  }
}

/** The registry's own words, from the pod's events where its status has none. */
function pullFailure(message: string, warnings: string[]): string {
  const image = BARE_BACK_OFF.exec(message)?.[1];
  const told = warnings.findLast((warning) => warning.startsWith(`Failed to pull image "${image}": `));
  return told ?? message;
}

function crashProblem({ ended, running, restarts }: ContainerState): InstanceProblem | null {
  const often = restarts >= DEFINITIVE_RESTARTS;
  // It runs again after a first fall: that fall is history.
  if (!ended || (running && !often)) return null;
  if (ended.reason === 'OOMKilled') {
    return problem(
      'OUT_OF_MEMORY',
      ended.message || 'the container used more memory than its plan has',
      often,
    );
  }
  const said = ended.message ? `: ${ended.message}` : '';
  return problem('CRASH_LOOP', `exit code ${ended.exitCode}${said}`, often);
}

/** The node ended the pod, or would not take it: its controller makes another one. */
function evictionOf(pod: PodState | null): InstanceProblem | null {
  if (!pod?.ejected) return null;
  const { reason, message } = pod.ejected;
  return problem('EVICTED', message ? `${reason}: ${message}` : reason, false);
}

/** A volume bound on first use stays pending until its pod has a node: then the pod's reason is the true one. */
function placementProblem(
  pod: PodState | null,
  claimPhase: string | undefined,
  warnings: string[],
): InstanceProblem | null {
  const lastWarning = warnings.at(-1);
  if (claimPhase === 'Lost')
    return problem('VOLUME_PENDING', lastWarning ?? 'the volume behind the claim is lost', true);
  const waitsForVolume = pod?.unschedulable && /volume/i.test(pod.unschedulable);
  if (pod?.unschedulable && !waitsForVolume) {
    const code = NODE_IN_TROUBLE.test(pod.unschedulable) ? 'NODE_TROUBLE' : 'UNSCHEDULABLE';
    return problem(code, pod.unschedulable, false);
  }
  if (claimPhase === 'Pending' && lastWarning) return problem('VOLUME_PENDING', lastWarning, false);
  if (pod?.unschedulable) return problem('VOLUME_PENDING', pod.unschedulable, false);
  return null;
}

/**
 * An exceeded quota is not definitive: two of a user's instances provisioned at once may write each other's older sum,
 * and the next apply writes the right one.
 */
function creationProblem(failure: string | null): InstanceProblem | null {
  if (failure === null) return null;
  if (/exceeded quota/.test(failure)) return problem('QUOTA_EXCEEDED', failure, false);
  return problem('CLUSTER_ERROR', failure, /violates PodSecurity/.test(failure));
}

function problem(code: InstanceProblemCode, message: string, definitive: boolean): InstanceProblem {
  return { code, message: cleanTextEnd(message, 1_000), definitive };
}
