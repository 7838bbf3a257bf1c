import { cleanTextEnd } from '@minispod/contracts/clean-text';
import type { InstanceProblem, InstanceProblemCode } from '@minispod/domain/ports/cluster';
import { APP_CONTAINER } from './manifests/pod.js';
import type { ContainerState, InstanceState, PodState } from './state.js';

/** Fewer restarts may be an app that waits for its database; the kubelet's pauses make the third come after about 40 s. */
const DEFINITIVE_RESTARTS = 3;

/** The registry answered, and the answer is no. */
const NO_SUCH_IMAGE = /not found|manifest unknown|name unknown|does not exist|access denied|unauthorized/i;
/** The registry did not answer: the next attempt may get through, however long the kubelet backs off. */
const REGISTRY_TROUBLE =
  /timeout|timed out|connection re|no route|no such host|TLS|toomanyrequests|too many requests|5\d\d /i;

/** What stands in an instance's way, the nearest cause first; `warnings` are the messages of its volume's events. */
export function problemOf(
  { deployment, pods, claim }: InstanceState,
  warnings: string[],
): InstanceProblem | null {
  const pod = newest(pods);
  return (
    worst(pod?.containers ?? []) ??
    placementProblem(pod, claim?.phase, warnings) ??
    creationProblem(deployment?.createFailure ?? null)
  );
}

export function newest(pods: readonly PodState[]): PodState | null {
  const current = pods.filter((pod) => !pod.terminating);
  return current.reduce<PodState | null>((a, b) => (a && a.createdAt >= b.createdAt ? a : b), null);
}

/** One that ends the matter before one that may pass; the app's before those of the containers beside it. */
function worst(containers: readonly ContainerState[]): InstanceProblem | null {
  const found = containers
    .toSorted((a, b) => Number(b.name === APP_CONTAINER) - Number(a.name === APP_CONTAINER))
    .flatMap((container) => {
      const problem = containerProblem(container);
      if (!problem) return [];
      const { name } = container;
      return name === APP_CONTAINER ? problem : { ...problem, message: `${name}: ${problem.message}` };
    });
  return found.find(({ definitive }) => definitive) ?? found[0] ?? null;
}

function containerProblem(container: ContainerState): InstanceProblem | null {
  const { reason = '', message = '' } = container.waiting ?? {};
  switch (reason) {
    case 'ErrImagePull':
      return problem('IMAGE_PULL_FAILED', message || reason, NO_SUCH_IMAGE.test(message));
    case 'ImagePullBackOff':
      return problem(
        'IMAGE_PULL_FAILED',
        message || reason,
        NO_SUCH_IMAGE.test(message) || !REGISTRY_TROUBLE.test(message),
      );
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
  if (pod?.unschedulable && !waitsForVolume) return problem('UNSCHEDULABLE', pod.unschedulable, false);
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
