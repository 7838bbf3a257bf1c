import type { V1ContainerState, V1ContainerStatus, V1Deployment, V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { observation } from './observe.js';
import { claimState, deploymentState, type InstanceState, podState } from './state.js';

/** A Deployment that waits for its one pod. */
function deployment(status: V1Deployment['status'] = {}, replicas = 1): V1Deployment {
  return {
    metadata: { name: 'i-1', uid: 'u', generation: 2 },
    spec: { replicas, selector: {}, template: {} },
    status: { observedGeneration: 2, replicas: 1, updatedReplicas: 1, ...status },
  };
}

function pod(state: V1ContainerState, rest: Partial<V1ContainerStatus> = {}): V1Pod {
  const container = { name: 'app', image: '', imageID: '', ready: false, restartCount: 0, state, ...rest };
  return { metadata: { name: 'i-1-abc' }, status: { containerStatuses: [container] } };
}

const unschedulable = (message: string): V1Pod => ({
  metadata: { name: 'i-1-abc' },
  status: { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] },
});

function state(of: { deployment?: V1Deployment; pods?: V1Pod[]; claim?: string }): InstanceState {
  return {
    deployment: deploymentState(of.deployment ?? deployment()),
    pods: (of.pods ?? []).map(podState),
    claim: claimState({ metadata: { name: 'i-1-data' }, status: { phase: of.claim ?? 'Bound' } }),
  };
}

const waiting = (reason: string, message?: string) =>
  pod({ waiting: { reason, ...(message && { message }) } });
const problemIn = (pods: V1Pod[], rest: Parameters<typeof state>[0] = {}, warnings: string[] = []) =>
  observation(state({ pods, ...rest }), warnings).problem;

describe('images', () => {
  it.each([
    ['ErrImagePull', 'rpc error: dial tcp: i/o timeout', false],
    ['ErrImagePull', 'manifest unknown: manifest unknown', true],
    ['ErrImagePull', 'failed to resolve reference "x/y:1": x/y:1: not found', true],
    ['ErrImagePull', 'pull access denied, repository does not exist', true],
    ['ImagePullBackOff', 'Back-off pulling image "x/y:1"', false],
    ['ImagePullBackOff', 'Back-off pulling image "x/y:1": ErrImagePull: x/y:1: not found', true],
    ['ErrImagePull', 'toomanyrequests: pull access denied for unauthorized clients just now', false],
    ['ErrImagePull', 'unexpected status from HEAD request: 429 Too Many Requests: not found in cache', false],
    ['ErrImagePull', 'failed to resolve reference "x/stunnel-tls:1.501": not found', true],
    ['ImagePullBackOff', 'Back-off pulling image: toomanyrequests: rate limit', false],
    ['ImagePullBackOff', 'Back-off pulling image: unexpected status: 503 Service Unavailable', false],
    ['InvalidImageName', 'couldn\'t parse image "x:::y"', true],
  ])('%s, "%s": definitive %s', (reason, message, definitive) => {
    expect(problemIn([waiting(reason, message)])).toEqual({ code: 'IMAGE_PULL_FAILED', message, definitive });
  });
});

describe('a back-off that says nothing', () => {
  const silent = [waiting('ImagePullBackOff', 'Back-off pulling image "x/y:1"')];
  it.each([
    ['Failed to pull image "x/y:1": x/y:1: not found', true],
    ['Failed to pull image "x/y:1": 429 Too Many Requests', false],
  ])('is explained by the events of its pod: %s', (said, definitive) => {
    const others = ['Failed to pull image "other:2": other:2: not found', 'Error: ImagePullBackOff'];
    expect(problemIn(silent, {}, [said, ...others])).toEqual({
      code: 'IMAGE_PULL_FAILED',
      message: said,
      definitive,
    });
  });
});

describe('crashes', () => {
  const ended = { terminated: { exitCode: 1, reason: 'Error', message: 'line 1\nError: no such table\n' } };
  const crashing = (restartCount: number) =>
    pod({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount, lastState: ended });

  it('are told with exit code and last log lines, for good from the third restart on', () => {
    const message = 'exit code 1: line 1\nError: no such table';
    expect(problemIn([crashing(1)])).toEqual({ code: 'CRASH_LOOP', message, definitive: false });
    expect(problemIn([crashing(3)])).toEqual({ code: 'CRASH_LOOP', message, definitive: true });
  });

  it('are seen between two pauses too, when the container happens to run', () => {
    const running = (restartCount: number) => pod({ running: {} }, { restartCount, lastState: ended });
    expect(problemIn([running(1)])).toBeNull();
    expect(problemIn([running(4)])?.definitive).toBe(true);
  });

  it('keep the end of a long message', () => {
    const terminated = { exitCode: 2, message: `${'x'.repeat(5_000)}the reason` };
    const { message } = problemIn([pod({ terminated })])!;
    expect(message).toHaveLength(1_000);
    expect(message).toMatch(/the reason$/);
  });

  it('for want of memory have a name of their own', () => {
    const killed = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    const problem = problemIn([
      pod({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 3, lastState: killed }),
    ]);
    expect(problem).toMatchObject({ code: 'OUT_OF_MEMORY', definitive: true });
  });
});

describe('the rest', () => {
  it.each([
    ['0/3 nodes are available: 3 Insufficient memory.', 'Pending', [], 'UNSCHEDULABLE'],
    ['0/3 nodes are available: 3 Insufficient cpu.', 'Pending', ['waiting for a volume'], 'UNSCHEDULABLE'],
    ['pod has unbound immediate PersistentVolumeClaims', 'Pending', ['no such class'], 'VOLUME_PENDING'],
  ])('"%s" with a claim %s', (message, claim, warnings, code) => {
    const problem = problemIn([unschedulable(message)], { claim }, warnings);
    expect(problem).toEqual({
      code,
      message: code === 'VOLUME_PENDING' ? warnings[0] : message,
      definitive: false,
    });
  });

  it('a pending volume before there is a pod, with the newest reason; a lost one for good', () => {
    expect(problemIn([], { claim: 'Pending' }, ['older', 'newer'])).toMatchObject({ message: 'newer' });
    expect(problemIn([], { claim: 'Pending' })).toBeNull();
    expect(problemIn([], { claim: 'Lost' })).toMatchObject({ code: 'VOLUME_PENDING', definitive: true });
  });

  it.each([
    ['pods "x" is forbidden: exceeded quota: minispod', 'QUOTA_EXCEEDED', false],
    ['pods "x" is forbidden: violates PodSecurity "restricted:latest"', 'CLUSTER_ERROR', true],
    ['pods "x" is forbidden: maximum memory usage per Container is 128Mi', 'CLUSTER_ERROR', false],
  ])('%s', (message, code, definitive) => {
    const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }];
    expect(problemIn([], { deployment: deployment({ conditions }) })).toEqual({ code, message, definitive });
  });

  it.each([
    ['secret "i-1" not found', false],
    ['container has runAsNonRoot and image will run as root', true],
  ])('CreateContainerConfigError, %s: definitive %s', (message, definitive) => {
    const problem = problemIn([waiting('CreateContainerConfigError', message)]);
    expect(problem).toEqual({ code: 'CONTAINER_CONFIG', message, definitive });
  });

  it.each([
    ['Evicted', 'The node was low on resource: memory.', 'Evicted: The node was low on resource: memory.'],
    ['NodeShutdown', undefined, 'NodeShutdown'],
  ])('a pod that its node ended, %s, says why', (reason, message, words) => {
    const ended = { ...waiting('ContainerCreating') };
    ended.status = { phase: 'Failed', reason, ...(message && { message }) };
    expect(problemIn([ended])).toEqual({ code: 'EVICTED', message: words, definitive: false });
  });

  it('nodes in trouble are told apart from nodes that are full', () => {
    const message =
      '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.';
    expect(problemIn([unschedulable(message)])).toEqual({ code: 'NODE_TROUBLE', message, definitive: false });
  });

  it('of a pod on its way out is no problem of its successor', () => {
    const old = waiting('ImagePullBackOff', 'Back-off');
    old.metadata = { name: 'old', deletionTimestamp: new Date() };
    const { problem, podName } = observation(state({ pods: [old, waiting('ContainerCreating')] }), []);
    expect([problem, podName]).toEqual([null, 'i-1-abc']);
  });
});

describe('phases', () => {
  const phase = (status: V1Deployment['status'], replicas = 1) =>
    observation(state({ deployment: deployment(status, replicas), pods: [waiting('ImagePullBackOff')] }), []);

  it('READY has no problem, and is not believed before the controller has seen the newest wish', () => {
    const available = { availableReplicas: 1, readyReplicas: 1 };
    expect(phase(available)).toMatchObject({ phase: 'READY', problem: null });
    expect(phase({ ...available, observedGeneration: 1 }).phase).toBe('PROGRESSING');
    expect(phase({ ...available, updatedReplicas: 0 }).phase).toBe('PROGRESSING');
  });

  it('STOPPED when nothing runs any more', () => {
    expect(phase({ replicas: 1 }, 0).phase).toBe('PROGRESSING');
    expect(phase({ replicas: 0 }, 0)).toMatchObject({ phase: 'STOPPED', problem: null });
  });

  it('ABSENT without a Deployment', () => {
    expect(observation({ deployment: null, pods: [], claim: null }, []).phase).toBe('ABSENT');
  });
});
