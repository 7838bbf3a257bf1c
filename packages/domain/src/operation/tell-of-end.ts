import { Backup } from '@minispod/database/entities/backup.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import type { Tx } from '@minispod/database/transaction';
import { closeAlert } from '../alert/close.js';
import { raiseAlert } from '../alert/raise.js';
import type { Actor } from '../history/transition.js';
import type { LoadedInstance } from '../instance/load-instance.js';
import { recordActivity } from '../instance/record-activity.js';
import { notify } from '../notification/notify.js';
import { required } from '../rows.js';
import type { Operation, Problem } from './operation.js';

interface End {
  loaded: LoadedInstance;
  problem: Problem | null;
  now: Date;
}

/** Says how an operation ended: to its owner as activity, notification and alert, and to operators what only they can mend. */
export async function tellOfEnd(
  tx: Tx,
  operation: Operation,
  loaded: LoadedInstance,
  problem: Problem | null,
  now: Date,
): Promise<void> {
  const end = { loaded, problem, now };
  switch (operation.kind) {
    case 'BACKUP':
      return tellOfBackup(tx, operation, end);
    case 'RESTORE':
      return tellOfRestore(tx, operation, end);
    case 'UPDATE':
      return tellOfUpdate(tx, operation, end);
    case 'DRILL':
      return tellOfDrill(tx, operation, end);
  }
}

async function tellOfBackup(
  tx: Tx,
  { instanceId, actor, input }: Operation<'BACKUP'>,
  { problem, now }: End,
): Promise<void> {
  const { id: backupId, kind } = required(await tx.findOneBy(Backup, { id: input.backupId }));
  if (!problem) {
    await recordActivity(tx, instanceId, 'BACKUP_MADE', actor as Actor, { backupId, kind }, now);
    await closeAlert(tx, { kind: 'BACKUP_FAILED', subject: instanceId }, now);
    return;
  }
  const details = { backupId, kind, reason: problem.message };
  await recordActivity(tx, instanceId, 'BACKUP_FAILED', actor as Actor, details, now);
  // The last one is tried for a day before anybody is told.
  if (kind !== 'FINAL') await raiseBackupFailed(tx, instanceId, problem, now);
}

function raiseBackupFailed(tx: Tx, instanceId: string, { message }: Problem, now: Date): Promise<boolean> {
  const details = { isFinal: false };
  return raiseAlert(tx, { kind: 'BACKUP_FAILED', subject: instanceId, instanceId, message, details }, now);
}

async function tellOfRestore(
  tx: Tx,
  { id, instanceId, actor, input }: Operation<'RESTORE'>,
  { loaded, problem, now }: End,
): Promise<void> {
  const backup = input.backupId === null ? null : await tx.findOneBy(Backup, { id: input.backupId });
  const details = {
    backupId: input.backupId,
    generation: input.to.volumeGeneration,
    ...(problem && { reason: problem.message }),
  };
  const kind = problem ? 'RESTORE_FAILED' : 'RESTORED';
  await recordActivity(tx, instanceId, kind, actor as Actor, details, now);
  // Switching back is done in a moment and needs no letter.
  if (!backup) return;
  await notify(
    tx,
    {
      userId: loaded.subscription.userId,
      kind: 'RESTORE_DONE',
      dedupeKey: `RESTORE_DONE:${id}`,
      data: {
        ...names(loaded),
        backupAt: backup.createdAt.toISOString(),
        undoUntil: problem ? null : (loaded.instance.previousUntil?.toISOString() ?? null),
        problem: problem?.message ?? null,
      },
      link: `/services/${instanceId}`,
    },
    now,
  );
}

async function tellOfUpdate(
  tx: Tx,
  operation: Operation<'UPDATE'>,
  { loaded, problem, now }: End,
): Promise<void> {
  const { id, instanceId, input } = operation;
  const actor = operation.actor as Actor;
  const [from, to] = await versions(tx, input);
  const told = {
    userId: loaded.subscription.userId,
    dedupeKey: `UPDATE:${id}`,
    link: `/services/${instanceId}`,
  };
  if (!problem) {
    await recordActivity(tx, instanceId, 'UPDATED', actor, { from, to }, now);
    await closeAlert(tx, { kind: 'UPDATE_ROLLED_BACK', subject: instanceId }, now);
    const data = { ...names(loaded), version: to };
    await notify(tx, { ...told, kind: 'UPDATE_DONE', data }, now);
    return;
  }
  // Without the backup nothing was changed.
  if (operation.phase === 'stop' || operation.phase === 'copy') {
    const details = { backupId: input.backupId, kind: 'PRE_UPDATE', reason: problem.message };
    await recordActivity(tx, instanceId, 'BACKUP_FAILED', actor, details, now);
    await raiseBackupFailed(tx, instanceId, problem, now);
    return;
  }
  const reason = problem.message;
  await recordActivity(tx, instanceId, 'UPDATE_ROLLED_BACK', actor, { from, to, reason }, now);
  await raiseAlert(
    tx,
    {
      kind: 'UPDATE_ROLLED_BACK',
      subject: instanceId,
      instanceId,
      message: reason,
      details: { from, to },
      severity: problem.code === 'ROLLBACK_FAILED' ? 'CRITICAL' : 'WARNING',
    },
    now,
  );
  const data = { ...names(loaded), version: to, current: from, reason };
  await notify(tx, { ...told, kind: 'UPDATE_ROLLED_BACK', data }, now);
}

async function versions(
  tx: Tx,
  { fromVersionId, toVersionId }: Operation<'UPDATE'>['input'],
): Promise<[from: string, to: string]> {
  const from = required(await tx.findOneBy(ServiceVersion, { id: fromVersionId }));
  const to = required(await tx.findOneBy(ServiceVersion, { id: toVersionId }));
  return [from.version, to.version];
}

async function tellOfDrill(
  tx: Tx,
  { instanceId, actor, input: { backupId } }: Operation<'DRILL'>,
  { loaded, problem, now }: End,
): Promise<void> {
  const subject = { kind: 'DRILL_FAILED', subject: loaded.service.id };
  if (!problem) {
    await tx.update(Backup, { id: backupId }, { provenAt: now });
    await recordActivity(tx, instanceId, 'BACKUP_PROVEN', actor as Actor, { backupId }, now);
    await closeAlert(tx, subject, now);
    return;
  }
  const message = `A backup of ${loaded.service.name} could not be restored in a drill: ${problem.message}`;
  const details = { backupId, instanceId, code: problem.code };
  await raiseAlert(tx, { ...subject, message, details, severity: 'CRITICAL' }, now);
}

const names = ({ service, instance }: LoadedInstance) => ({
  serviceName: service.name,
  instanceName: instance.name,
});
