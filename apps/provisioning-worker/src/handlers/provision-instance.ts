import {
  ClusterRejected,
  ClusterUnreachable,
  type DesiredInstance,
  ForeignObject,
  type InstanceRef,
  type ProvisioningStep,
} from '@minispod/domain/ports/cluster';
import { failProvisioning } from '@minispod/domain/provisioning/fail-provisioning';
import { loadDesired } from '@minispod/domain/provisioning/load-desired';
import { ownerToRemove } from '@minispod/domain/provisioning/pending-work';
import { recordStep, recordTrouble, startProvisioning } from '@minispod/domain/provisioning/tasks';
import type { ProvisioningDeps } from '../deps.js';
import { settleInstance } from '../settle-instance.js';

/** The task was ended by somebody else while its objects were being made: what was made is taken away again. */
class TaskEnded extends Error {
  override readonly name = 'TaskEnded';
}

/**
 * Brings an instance's objects into the cluster, as often as it is called. It does not wait for readiness: the watch does.
 * An unreachable cluster throws and is tried again until the deadline.
 */
export function provisionInstance(deps: ProvisioningDeps) {
  return async ({ instanceId }: { instanceId: string }): Promise<void> => {
    const { dataSource, clock, cluster, encryptionKey, timeoutMs } = deps;
    const task = await startProvisioning(dataSource, instanceId, timeoutMs, clock.now());
    // Past its deadline it must not be begun again; settling ends it.
    if (!task || (task.deadlineAt !== null && clock.now() >= task.deadlineAt)) {
      await settleInstance(deps, instanceId);
      return;
    }
    const desired = await loadDesired(dataSource.manager, instanceId, encryptionKey);
    if (!desired) return;
    const onStep = async (step: ProvisioningStep) => {
      if (!(await recordStep(dataSource, task, step, clock.now()))) throw new TaskEnded();
    };
    try {
      await cluster.apply(desired, onStep);
    } catch (error) {
      await onFailure(deps, task, desired, error);
      return;
    }
    await settleInstance(deps, instanceId);
  };
}

async function onFailure(
  deps: ProvisioningDeps,
  task: { id: string },
  desired: DesiredInstance,
  error: unknown,
): Promise<void> {
  const { dataSource, clock } = deps;
  const { instanceId, userId } = desired;
  if (error instanceof TaskEnded) {
    await undo(deps, { instanceId, userId });
  } else if (error instanceof ForeignObject) {
    await failProvisioning(
      dataSource,
      instanceId,
      { code: 'FOREIGN_OBJECT', message: error.message },
      clock.now(),
    );
  } else if (error instanceof ClusterRejected) {
    await failProvisioning(
      dataSource,
      instanceId,
      { code: 'CLUSTER_ERROR', message: error.message },
      clock.now(),
    );
  } else {
    if (error instanceof ClusterUnreachable) await recordTrouble(dataSource, task, error.message);
    throw error;
  }
}

/** What was made for a task that ended meanwhile goes: all of an instance that is no more, or the upgrade of one that is. */
async function undo(
  { dataSource, cluster, encryptionKey }: ProvisioningDeps,
  ref: InstanceRef,
): Promise<void> {
  if (await ownerToRemove(dataSource.manager, ref.instanceId)) {
    await cluster.remove(ref);
    return;
  }
  const desired = await loadDesired(dataSource.manager, ref.instanceId, encryptionKey);
  if (desired) await cluster.apply(desired);
}
