import { withTransaction } from '@minispod/database/transaction';
import { failBackup } from '@minispod/domain/backup/finish-backup';
import { advancePhase, movePhase } from '@minispod/domain/operation/advance-phase';
import { endOperation } from '@minispod/domain/operation/end-operation';
import { holdInstead } from '@minispod/domain/operation/holding';
import type { Operation, Problem } from '@minispod/domain/operation/operation';
import { ROLLBACK_MS } from '@minispod/domain/operation/rules/durations';
import { required } from '@minispod/domain/rows';
import { copyVolume, desiredNow } from './backup-steps.js';
import type { Carrier } from './deps.js';
import { stoppedMeanwhile } from './restore-steps.js';
import { StepFailed } from './step-failed.js';
import { countTry, refuseMoreTries, tried } from './tries.js';
import { fillVolume, freshVolume, loadBackup } from './volumes.js';
import { untilReady, untilStopped } from './wait-for.js';

type Updating = Operation<'UPDATE'>;

/** The version changes in the commit that completes the backup: never without one to go back to. */
export async function copyBeforeUpdate(carrier: Carrier, operation: Updating): Promise<void> {
  const { fromVersionId, toVersionId, generation } = operation.input;
  const from = { volumeGeneration: generation - 1, serviceVersionId: fromVersionId };
  await copyVolume(carrier, operation, {
    phase: 'apply',
    async alongside(tx, now) {
      if (!(await holdInstead(tx, operation.instanceId, from, { serviceVersionId: toVersionId }, now)))
        throw new StepFailed('INSTANCE_CHANGED', 'The instance was changed meanwhile.');
    },
  });
}

export async function applyUpdate(carrier: Carrier, operation: Updating): Promise<void> {
  await carrier.cluster.apply(await desiredNow(carrier, operation));
  await movePhase(carrier.dataSource, operation, { phase: 'verify' }, carrier.clock.now());
}

/** It must come up with the new version. */
export async function verifyUpdate(carrier: Carrier, operation: Updating): Promise<void> {
  const desired = await desiredNow(carrier, operation);
  if (!desired.running) throw stoppedMeanwhile();
  await carrier.cluster.apply(desired);
  await untilReady(carrier, desired, operation);
  await withTransaction(carrier.dataSource, (tx) => endOperation(tx, operation, null, carrier.clock.now()));
}

/** Before the version changed: nothing happened. After it: back. While going back: an operator must look. */
export async function failUpdate(carrier: Carrier, operation: Updating, problem: Problem): Promise<void> {
  const { dataSource, clock } = carrier;
  const { phase, instanceId, input } = operation;
  await withTransaction(dataSource, async (tx) => {
    const now = clock.now();
    if (phase === 'stop' || phase === 'copy') {
      if (await endOperation(tx, operation, problem, now)) await failBackup(tx, input.backupId, problem, now);
      return;
    }
    if (phase === 'rollback') {
      const { message } = required(input.problem);
      const both = `${message} Going back did not succeed either: ${problem.message}`;
      await endOperation(tx, operation, input.isLoaded ? required(input.problem) : failed(both), now);
      return;
    }
    const deadlineAt = new Date(now.getTime() + ROLLBACK_MS);
    const next = { phase: 'rollback', input: { problem, tries: 0 }, deadlineAt } as const;
    if (!(await advancePhase(tx, operation, next, now))) return;
    const current = { volumeGeneration: input.generation - 1, serviceVersionId: input.toVersionId };
    await holdInstead(tx, instanceId, current, { serviceVersionId: input.fromVersionId }, now);
  });
}

const failed = (message: string): Problem => ({ code: 'ROLLBACK_FAILED', message });

/**
 * The old version on a new volume, filled from the backup made before: what the new version did to the old one is left
 * behind. The app is away until then; filling needs none, so what was suspended meanwhile is put back as well.
 */
export async function rollBackUpdate(carrier: Carrier, operation: Updating): Promise<void> {
  const { cluster, dataSource, clock } = carrier;
  const back = operation.input.isLoaded ? operation : await loadBack(carrier, operation);
  if (!back) return;
  const desired = await desiredNow(carrier, back);
  await cluster.apply(desired);
  if (desired.running) {
    await untilReady(carrier, desired, back).catch((error: unknown) => {
      if (!(error instanceof StepFailed)) throw error;
    });
  }
  await withTransaction(dataSource, (tx) =>
    endOperation(tx, back, required(back.input.problem), clock.now()),
  );
}

async function loadBack(carrier: Carrier, operation: Updating): Promise<Updating | null> {
  const { cluster, dataSource, clock } = carrier;
  const { backupId, generation, fromVersionId } = operation.input;
  refuseMoreTries(operation);
  const desired = await desiredNow(carrier, operation);
  await cluster.apply(desired);
  await untilStopped(carrier, desired);
  const backup = await loadBackup(carrier, backupId);
  const fresh = { ...desired, volumeGeneration: generation };
  // Whatever is older than this rollback's volume stays until it is done.
  const keep = Array.from({ length: generation - 1 }, (_, index) => index + 1);
  await freshVolume(carrier, fresh, backup, keep);
  const counted = await countTry(carrier, operation);
  if (!counted) return null;
  await tried(carrier, counted, () => fillVolume(carrier, fresh, backup, false));
  return withTransaction(dataSource, async (tx) => {
    const now = clock.now();
    const loaded = await advancePhase(tx, counted, { phase: 'rollback', input: { isLoaded: true } }, now);
    if (!loaded) return null;
    const current = { volumeGeneration: generation - 1, serviceVersionId: fromVersionId };
    const to = { volumeGeneration: generation };
    if (!(await holdInstead(tx, operation.instanceId, current, to, now)))
      throw new StepFailed('INSTANCE_CHANGED', 'The instance was changed meanwhile.');
    return loaded;
  });
}
