import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { findOpenOperation } from '@minispod/domain/operation/find-open';
import { beginCleaning, markCleaned } from '@minispod/domain/operation/mark-cleaned';
import type { Operation } from '@minispod/domain/operation/operation';
import { hadItsWay } from '@minispod/domain/operation/rules/shape';
import { ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { loadDesired } from '@minispod/domain/provisioning/load-desired';
import type { OperationDeps } from './deps.js';
import { removeThrowaway } from './drill-steps.js';

/**
 * Takes away what an ended operation left in the cluster: a drill's namespace, else helper pods and every volume but the
 * instance's and the one kept from before its last restore. The caller holds the instance's operations, so that the volume of
 * the next one is not taken for a left one. Throws ClusterUnreachable while something is still going.
 */
export async function cleanAfter(deps: OperationDeps, operation: Operation): Promise<void> {
  const { dataSource, clock } = deps;
  await beginCleaning(dataSource, operation.id, clock.now());
  if (operation.kind === 'DRILL') await removeThrowaway(deps, operation.id);
  else if (hadItsWay(operation)) {
    // The next one would be at work on it.
    if (await findOpenOperation(dataSource.manager, operation.instanceId)) return;
    await removeLeftovers(deps, operation.instanceId);
  }
  await markCleaned(dataSource, operation.id, clock.now());
}

async function removeLeftovers(
  { dataSource, cluster, data, encryptionKey }: OperationDeps,
  instanceId: string,
): Promise<void> {
  const instance = await dataSource.manager.findOneBy(ServiceInstance, { id: instanceId });
  const desired = await loadDesired(dataSource.manager, instanceId, encryptionKey);
  // With the instance everything of it is removed.
  if (!instance || !desired || instance.status === 'TERMINATED' || instance.status === 'ERROR') return;
  // As it is to be without the operation: the app may still be on the volume that goes.
  await cluster.apply(desired);
  const { volumeGeneration, previousGeneration } = instance;
  const keep = [volumeGeneration, ...(previousGeneration === null ? [] : [previousGeneration])];
  const helpers = await data.removeHelpers(desired);
  const volumes = await cluster.removeOtherVolumes(desired, keep);
  const remaining = helpers.remaining + volumes.remaining;
  if (remaining > 0)
    throw new ClusterUnreachable(
      `${remaining} objects of instance ${instanceId} are still going: ${volumes.waitingFor ?? 'helper pods'}`,
    );
}
