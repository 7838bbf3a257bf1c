import { Backup } from '@minispod/database/entities/backup.entity';
import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import { withTransaction } from '@minispod/database/transaction';
import { failBackup } from '@minispod/domain/backup/finish-backup';
import { movePhase } from '@minispod/domain/operation/advance-phase';
import { endOperation } from '@minispod/domain/operation/end-operation';
import { hasEnded, holdInstead } from '@minispod/domain/operation/holding';
import { asOperation, type Operation, type Problem } from '@minispod/domain/operation/operation';
import { timeAllowed } from '@minispod/domain/operation/rules/durations';
import { copyVolume, desiredNow, settleFormat, startApp, stopApp } from './backup-steps.js';
import { cleanAfter } from './clean.js';
import type { Carrier } from './deps.js';
import { cleanDrill, failDrill, prepareDrill, verifyDrill } from './drill-steps.js';
import {
  failRestore,
  prepareRestore,
  restartLoad,
  rollBackRestore,
  switchVolume,
  verifyRestore,
} from './restore-steps.js';
import { problemOf } from './step-failed.js';
import { applyUpdate, copyBeforeUpdate, failUpdate, rollBackUpdate, verifyUpdate } from './update-steps.js';

/**
 * Carries one operation from where it is to its end, and cleans up after it. The caller holds it (`holdingOperation`).
 * What may pass by itself is thrown: the phase is begun again later. Returns early when the signal aborts.
 */
export async function carryOperation(carrier: Carrier, id: string): Promise<void> {
  while (!carrier.signal.aborted) {
    const operation = await readOperation(carrier, id);
    if (!operation) return;
    if (operation.finishedAt) {
      if (!operation.cleanedAt) await cleanAfter(carrier, operation);
      return;
    }
    await carryOn(carrier, operation);
  }
}

export async function readOperation(
  { dataSource }: Pick<Carrier, 'dataSource'>,
  id: string,
): Promise<Operation | null> {
  const row = await dataSource.manager.findOneBy(InstanceOperation, { id });
  return row && asOperation(row);
}

async function carryOn(carrier: Carrier, operation: Operation): Promise<void> {
  if (await abandon(carrier, operation)) return;
  if (operation.status === 'PENDING') return begin(carrier, operation);
  const { deadlineAt } = operation;
  if (deadlineAt && carrier.clock.now() >= deadlineAt) {
    const minutes = Math.round(
      (deadlineAt.getTime() - (operation.startedAt ?? deadlineAt).getTime()) / 60_000,
    );
    return fail(carrier, operation, {
      code: 'DEADLINE',
      message: `It was not done within ${minutes} minutes.`,
    });
  }
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), (deadlineAt?.getTime() ?? 0) - carrier.clock.now().getTime());
  const signal = AbortSignal.any([carrier.signal, late.signal]);
  try {
    await doPhase({ ...carrier, signal }, operation);
  } catch (error) {
    // What ends because of its deadline is decided when it is looked at again.
    if (late.signal.aborted) return;
    const problem = carrier.signal.aborted ? null : problemOf(error);
    if (!problem) throw error;
    // Trying is counted while a phase goes on: what failed is what the database says now.
    const current = await readOperation(carrier, operation.id);
    if (current && !current.finishedAt) await fail(carrier, current, problem);
  } finally {
    clearTimeout(timer);
  }
}

/** From here on its deadline runs, whatever becomes of whoever begins it. */
async function begin(carrier: Carrier, operation: Operation): Promise<void> {
  const { dataSource, clock } = carrier;
  const { template } = await desiredNow(carrier, operation);
  const now = clock.now();
  const deadlineAt = new Date(now.getTime() + timeAllowed(operation.kind, template));
  await movePhase(dataSource, operation, { phase: operation.phase, deadlineAt }, now);
}

function doPhase(carrier: Carrier, operation: Operation): Promise<void> {
  switch (operation.kind) {
    case 'BACKUP':
      return doBackup(carrier, operation);
    case 'RESTORE':
      return doRestore(carrier, operation);
    case 'UPDATE':
      return doUpdate(carrier, operation);
    case 'DRILL':
      return doDrill(carrier, operation);
  }
}

async function doBackup(carrier: Carrier, operation: Operation<'BACKUP'>): Promise<void> {
  switch (operation.phase) {
    case 'stop':
      return operation.input.isCold ? stopApp(carrier, operation) : settleFormat(carrier, operation);
    case 'copy':
      return copyVolume(carrier, operation, { phase: 'start' });
    default:
      return startApp(carrier, operation);
  }
}

async function doRestore(carrier: Carrier, operation: Operation<'RESTORE'>): Promise<void> {
  switch (operation.phase) {
    case 'prepare':
      return prepareRestore(carrier, operation);
    case 'load':
      return restartLoad(carrier, operation);
    case 'switch':
      return switchVolume(carrier, operation);
    case 'verify':
      return verifyRestore(carrier, operation);
    default:
      return rollBackRestore(carrier, operation);
  }
}

async function doUpdate(carrier: Carrier, operation: Operation<'UPDATE'>): Promise<void> {
  switch (operation.phase) {
    case 'stop':
      return stopApp(carrier, operation);
    case 'copy':
      return copyBeforeUpdate(carrier, operation);
    case 'apply':
      return applyUpdate(carrier, operation);
    case 'verify':
      return verifyUpdate(carrier, operation);
    default:
      return rollBackUpdate(carrier, operation);
  }
}

async function doDrill(carrier: Carrier, operation: Operation<'DRILL'>): Promise<void> {
  switch (operation.phase) {
    case 'prepare':
      return prepareDrill(carrier, operation);
    case 'load':
      return restartLoad(carrier, operation);
    case 'verify':
      return verifyDrill(carrier, operation);
    default:
      return cleanDrill(carrier, operation);
  }
}

function fail(carrier: Carrier, operation: Operation, problem: Problem): Promise<void> {
  switch (operation.kind) {
    case 'BACKUP':
      return failMaking(carrier, operation, problem);
    case 'RESTORE':
      return failRestore(carrier, operation, problem);
    case 'UPDATE':
      return failUpdate(carrier, operation, problem);
    case 'DRILL':
      return failDrill(carrier, operation, problem);
  }
}

/** Once it is stored it is made, even if the app then took its time to come back. */
async function failMaking(carrier: Carrier, operation: Operation<'BACKUP'>, problem: Problem): Promise<void> {
  const isMade = operation.phase === 'start';
  const now = carrier.clock.now();
  await withTransaction(carrier.dataSource, async (tx) => {
    if (!(await endOperation(tx, operation, isMade ? null : problem, now))) return;
    if (!isMade) await failBackup(tx, operation.input.backupId, problem, now);
  });
}

/**
 * Ends what is being done to an instance that has ended meanwhile: its last backup waits for that. What was not proved yet is
 * not what is kept. True when it was ended.
 */
async function abandon({ dataSource, clock }: Carrier, operation: Operation): Promise<boolean> {
  if (operation.kind === 'DRILL') return false;
  return withTransaction(dataSource, async (tx) => {
    if (!(await hasEnded(tx, operation.instanceId))) return false;
    const { backupId } = operation.input;
    const backup = backupId === null ? null : await tx.findOneBy(Backup, { id: backupId });
    if (operation.kind === 'BACKUP' && backup?.kind === 'FINAL') return false;
    const now = clock.now();
    const problem = { code: 'INSTANCE_ENDED', message: 'The instance was ended meanwhile.' };
    if (!(await endOperation(tx, operation, problem, now))) return true;
    if (operation.kind === 'RESTORE' && operation.phase === 'verify')
      await holdInstead(tx, operation.instanceId, operation.input.to, operation.input.from, now);
    if (operation.kind !== 'RESTORE' && backupId !== null) await failBackup(tx, backupId, problem, now);
    return true;
  });
}
