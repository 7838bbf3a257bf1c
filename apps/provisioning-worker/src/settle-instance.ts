import { ClusterUnreachable, type InstanceObservation } from '@minispod/domain/ports/cluster';
import { completeProvisioning } from '@minispod/domain/provisioning/complete-provisioning';
import { failProvisioning } from '@minispod/domain/provisioning/fail-provisioning';
import { loadDesired } from '@minispod/domain/provisioning/load-desired';
import { findOpenTask, type OpenTask } from '@minispod/domain/provisioning/pending-work';
import type { ProvisioningDeps } from './deps.js';

/** `ended`: decided now or before. `waiting`: under way. `incomplete`: something must be applied (again) first. */
export type Settlement = 'ended' | 'waiting' | 'incomplete';

/** By worker, the last turn of each instance that is being settled. */
const turnsOf = new WeakMap<ProvisioningDeps, Map<string, Promise<Settlement>>>();

/**
 * Looks at the cluster and decides whether an instance that is being brought up has come up, never will, or has run out
 * of time. Called for every change of its objects and by the sweep; deciding twice is harmless, but two at once would have
 * one wait for the other on a connection of the database, so within a worker they take turns.
 */
export async function settleInstance(deps: ProvisioningDeps, instanceId: string): Promise<Settlement> {
  const turns = turnsOf.get(deps) ?? new Map<string, Promise<Settlement>>();
  turnsOf.set(deps, turns);
  const settle = () => settleNow(deps, instanceId);
  const turn = turns.get(instanceId)?.then(settle, settle) ?? settle();
  turns.set(instanceId, turn);
  try {
    return await turn;
  } finally {
    if (turns.get(instanceId) === turn) turns.delete(instanceId);
  }
}

async function settleNow(deps: ProvisioningDeps, instanceId: string): Promise<Settlement> {
  const { dataSource, cluster, clock, encryptionKey } = deps;
  const task = await findOpenTask(dataSource.manager, instanceId);
  if (!task) return 'ended';
  const isLate = task.deadlineAt !== null && clock.now() >= task.deadlineAt;

  let observed: InstanceObservation;
  try {
    observed = await cluster.observe({ instanceId, userId: task.userId });
  } catch (error) {
    if (!isLate || !(error instanceof ClusterUnreachable)) throw error;
    await failProvisioning(
      dataSource,
      instanceId,
      { code: 'CLUSTER_ERROR', message: `${task.step}: ${error.message}` },
      clock.now(),
    );
    return 'ended';
  }

  const hasArrived = task.isApplied && (observed.phase === 'READY' || observed.phase === 'STOPPED');
  const desired = hasArrived ? await loadDesired(dataSource.manager, instanceId, encryptionKey) : null;
  // An upgrade may find its instance stopped by its owner: then stopped is what it is to be.
  if (desired && observed.phase === (desired.running ? 'READY' : 'STOPPED')) {
    const { url, host, port } = cluster.address(desired);
    const facts = { publicUrl: url, internalAddress: `${host}:${port}`, podName: observed.podName };
    await completeProvisioning(deps, instanceId, facts, clock.now());
    return 'ended';
  }
  if (observed.problem?.definitive) {
    await failProvisioning(dataSource, instanceId, observed.problem, clock.now());
    return 'ended';
  }
  if (isLate) {
    const problem = observed.problem ?? outOfTime(task, Math.round(deps.timeoutMs / 1_000));
    await failProvisioning(dataSource, instanceId, problem, clock.now());
    return 'ended';
  }
  // The namespace's quota may have been written by an apply that did not know of this instance yet: applied again, it fits.
  const isSqueezed = observed.problem?.code === 'QUOTA_EXCEEDED';
  return task.isApplied && observed.phase !== 'ABSENT' && !isSqueezed ? 'waiting' : 'incomplete';
}

/** Names the step that kept the others waiting. */
function outOfTime({ isApplied, step, trouble }: OpenTask, seconds: number) {
  return isApplied
    ? {
        code: 'NOT_READY_IN_TIME' as const,
        message: `It did not answer its readiness check within ${seconds} seconds.`,
      }
    : {
        code: 'CLUSTER_ERROR' as const,
        message: `${step ?? 'start'}: ${trouble ?? `not done within ${seconds} seconds`}`,
      };
}
