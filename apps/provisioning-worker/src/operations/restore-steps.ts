import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { withTransaction } from '@minispod/database/transaction';
import { advancePhase, movePhase } from '@minispod/domain/operation/advance-phase';
import { endOperation } from '@minispod/domain/operation/end-operation';
import { holdInstead } from '@minispod/domain/operation/holding';
import type { Operation, Problem } from '@minispod/domain/operation/operation';
import { ROLLBACK_MS } from '@minispod/domain/operation/rules/durations';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { required } from '@minispod/domain/rows';
import { desiredNow } from './backup-steps.js';
import type { Carrier } from './deps.js';
import { StepFailed } from './step-failed.js';
import { countTry, refuseMoreTries, tried } from './tries.js';
import { fillVolume, freshVolume, loadBackup } from './volumes.js';
import { untilReady } from './wait-for.js';

type Restoring = Operation<'RESTORE'>;

/** The volume before the last restore is there for so long. */
const PREVIOUS_KEPT_MS = 7 * 86_400_000;

/** What the cluster would hold on the new volume, with the backup's version of the app. */
async function desiredThere(carrier: Carrier, operation: Restoring): Promise<DesiredInstance> {
  const { to } = operation.input;
  const { template } = required(
    await carrier.dataSource.manager.findOneBy(ServiceVersion, { id: to.serviceVersionId }),
  );
  const desired = await desiredNow(carrier, operation);
  return { ...desired, template, volumeGeneration: to.volumeGeneration };
}

/** A fresh volume beside the old one, on which the app runs on. Going back to the volume from before needs none. */
export async function prepareRestore(carrier: Carrier, operation: Restoring): Promise<void> {
  const { backupId, from } = operation.input;
  if (backupId !== null) {
    refuseMoreTries(operation);
    const keep = [
      from.volumeGeneration,
      ...(from.previousGeneration === null ? [] : [from.previousGeneration]),
    ];
    // The namespace must have room for one volume more.
    await carrier.cluster.apply(await desiredNow(carrier, operation));
    await freshVolume(
      carrier,
      await desiredThere(carrier, operation),
      await loadBackup(carrier, backupId),
      keep,
    );
  }
  const next = await countTry(carrier, operation, backupId === null ? 'switch' : 'load');
  if (next?.phase === 'load') await loadRestore(carrier, next);
}

/** Half a volume is no volume: what somebody else began to load is begun anew. */
export async function restartLoad(
  carrier: Carrier,
  operation: Restoring | Operation<'DRILL'>,
): Promise<void> {
  await movePhase(carrier.dataSource, operation as Restoring, { phase: 'prepare' }, carrier.clock.now());
}

async function loadRestore(carrier: Carrier, operation: Restoring): Promise<void> {
  const { dataSource, cluster, clock } = carrier;
  const { backupId, loadsRunning } = operation.input;
  if (backupId === null) return;
  const backup = await loadBackup(carrier, backupId);
  if (loadsRunning) {
    const desired = await desiredNow(carrier, operation);
    if (!desired.running) throw stoppedMeanwhile();
    await cluster.apply(desired);
    await untilReady(carrier, desired, operation);
    await tried(carrier, operation, () => fillVolume(carrier, desired, backup, true));
  } else {
    const desired = await desiredThere(carrier, operation);
    await tried(carrier, operation, () => fillVolume(carrier, desired, backup, false));
  }
  await movePhase(dataSource, operation, { phase: 'switch' }, clock.now());
}

/** From here on the instance is on the new volume; the old one is kept. */
export async function switchVolume(carrier: Carrier, operation: Restoring): Promise<void> {
  const { dataSource, clock } = carrier;
  const { from, to, backupId } = operation.input;
  await withTransaction(dataSource, async (tx) => {
    const now = clock.now();
    if (!(await advancePhase(tx, operation, { phase: 'verify' }, now))) return;
    const previousUntil = backupId === null ? null : new Date(now.getTime() + PREVIOUS_KEPT_MS).toISOString();
    if (!(await holdInstead(tx, operation.instanceId, from, { ...to, previousUntil }, now)))
      throw new StepFailed('INSTANCE_CHANGED', 'The instance was changed meanwhile.');
  });
}

/** It must come up on the new volume. */
export async function verifyRestore(carrier: Carrier, operation: Restoring): Promise<void> {
  const { dataSource, cluster, clock } = carrier;
  const desired = await desiredNow(carrier, operation);
  if (!desired.running) throw stoppedMeanwhile();
  await cluster.apply(desired);
  await untilReady(carrier, desired, operation);
  await withTransaction(dataSource, (tx) => endOperation(tx, operation, null, clock.now()));
}

export function stoppedMeanwhile(): StepFailed {
  return new StepFailed(
    'STOPPED_MEANWHILE',
    'It was suspended or stopped meanwhile, so it could not be proved.',
  );
}

/**
 * It cannot be done. Before the switch nothing was changed that is not put right by the ordinary convergence; after it the old
 * volume is the instance's again in the commit that begins the rollback.
 */
export async function failRestore(carrier: Carrier, operation: Restoring, problem: Problem): Promise<void> {
  const { dataSource, clock } = carrier;
  const { from, to } = operation.input;
  await withTransaction(dataSource, async (tx) => {
    const now = clock.now();
    if (operation.phase !== 'verify') {
      await endOperation(tx, operation, operation.input.problem ?? problem, now);
      return;
    }
    const deadlineAt = new Date(now.getTime() + ROLLBACK_MS);
    const next = { phase: 'rollback', input: { problem }, deadlineAt } as const;
    if (await advancePhase(tx, operation, next, now))
      await holdInstead(tx, operation.instanceId, to, from, now);
  });
}

/** On the old volume as before. Whether it comes up there is its health's matter: it did before. */
export async function rollBackRestore(carrier: Carrier, operation: Restoring): Promise<void> {
  const { dataSource, cluster, clock } = carrier;
  const desired = await desiredNow(carrier, operation);
  await cluster.apply(desired);
  if (desired.running) {
    await untilReady(carrier, desired, operation).catch((error: unknown) => {
      if (!(error instanceof StepFailed)) throw error;
    });
  }
  const problem = required(operation.input.problem);
  await withTransaction(dataSource, (tx) => endOperation(tx, operation, problem, clock.now()));
}
