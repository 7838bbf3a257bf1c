import type {
  KubernetesObject,
  V1ContainerStatus,
  V1Deployment,
  V1PersistentVolumeClaim,
  V1Pod,
} from '@kubernetes/client-node';
import { cleanText, cleanTextEnd } from '@minispod/contracts/clean-text';
import type { Amounts } from '@minispod/domain/ports/cluster';
import { requestsOf } from './requests.js';

/**
 * What is kept of an object to judge an instance by: a hundredth of it, which is what lets one process watch ten
 * thousand instances.
 */
export interface DeploymentState {
  uid: string;
  generation: number;
  /** The controller has seen this generation; what it says about an older one is about yesterday's wishes. */
  observedGeneration: number;
  wanted: number;
  existing: number;
  updated: number;
  available: number;
  /** Why no pod could be created, in the API server's words. */
  createFailure: string | null;
  terminating: boolean;
  /** Name of the claim its pods mount. */
  claim: string;
}

export interface ContainerState {
  name: string;
  restarts: number;
  running: boolean;
  waiting: { reason: string; message: string } | null;
  /** How it last ended. */
  ended: { reason: string; exitCode: number; message: string } | null;
}

export interface PodState {
  name: string;
  /** ms since 1970. */
  createdAt: number;
  terminating: boolean;
  unschedulable: string | null;
  /** Why its node ended it or would not take it, e.g. for want of memory; null when its containers ended by themselves. */
  ejected: { reason: string; message: string } | null;
  /** Empty until its node has begun with them. */
  containers: ContainerState[];
  /** Null: it has none yet. */
  node: string | null;
  requested: Amounts;
  /** It has ended for good, and holds nothing of its node. */
  finished: boolean;
}

export interface ClaimState {
  name: string;
  phase: string;
}

/** Everything `observation` looks at. */
export interface InstanceState {
  deployment: DeploymentState | null;
  pods: PodState[];
  claim: ClaimState | null;
}

const REASON_LENGTH = 100;
const MESSAGE_LENGTH = 1_000;

function reasonOf({ reason }: { reason?: string }): string {
  return cleanText(reason ?? '', REASON_LENGTH);
}

/** The end is kept: a container's message is the end of its log, and the last lines say why. */
function messageOf({ message }: { message?: string }): string {
  return cleanTextEnd((message ?? '').trimEnd(), MESSAGE_LENGTH).trimStart();
}

export function deploymentState({ metadata, spec, status }: V1Deployment): DeploymentState {
  const failure = status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  return {
    uid: metadata?.uid ?? '',
    generation: metadata?.generation ?? 0,
    observedGeneration: status?.observedGeneration ?? 0,
    wanted: spec?.replicas ?? 1,
    existing: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    createFailure: failure ? messageOf(failure) : null,
    terminating: isTerminating({ metadata }),
    claim: claimOf(spec),
  };
}

function claimOf(spec: V1Deployment['spec']): string {
  const volumes = spec?.template?.spec?.volumes ?? [];
  return volumes.find((volume) => volume.persistentVolumeClaim)?.persistentVolumeClaim?.claimName ?? '';
}

export function podState({ metadata, spec, status }: V1Pod): PodState {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return {
    name: metadata?.name ?? '',
    createdAt: new Date(metadata?.creationTimestamp ?? 0).getTime(),
    terminating: isTerminating({ metadata }),
    unschedulable: scheduled?.reason === 'Unschedulable' ? messageOf(scheduled) : null,
    ejected:
      status?.phase === 'Failed' && status.reason
        ? { reason: reasonOf(status), message: messageOf(status) }
        : null,
    containers: (status?.containerStatuses ?? []).map(containerState),
    node: spec?.nodeName ?? null,
    requested: requestsOf(spec),
    finished: status?.phase === 'Succeeded' || status?.phase === 'Failed',
  };
}

export function claimState({ metadata, status }: V1PersistentVolumeClaim): ClaimState {
  return { name: metadata?.name ?? '', phase: status?.phase ?? 'Pending' };
}

function containerState({ name, restartCount, state, lastState }: V1ContainerStatus): ContainerState {
  const ended = state?.terminated ?? lastState?.terminated;
  return {
    name,
    restarts: restartCount,
    running: Boolean(state?.running),
    waiting: state?.waiting ? { reason: reasonOf(state.waiting), message: messageOf(state.waiting) } : null,
    ended: ended ? { reason: reasonOf(ended), exitCode: ended.exitCode, message: messageOf(ended) } : null,
  };
}

function isTerminating({ metadata }: Pick<KubernetesObject, 'metadata'>): boolean {
  return Boolean(metadata?.deletionTimestamp);
}
