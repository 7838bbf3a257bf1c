import { BackupDamaged } from '@minispod/backup-store/seal';
import type { Problem } from '@minispod/domain/operation/operation';
import { BackupMissing } from '@minispod/domain/ports/backup-store';
import { ClusterRejected, ForeignObject } from '@minispod/domain/ports/cluster';
import { CommandFailed } from '@minispod/domain/ports/cluster-data';

/** A phase cannot be done: trying again would not help. What then happens is the kind's own. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Why a phase cannot be done, in words; null when it may pass by itself. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof StepFailed) return { code: error.code, message: error.message };
  if (error instanceof CommandFailed) {
    const said = error.message.trim() || 'it said nothing';
    return { code: 'COMMAND_FAILED', message: `The command ended with ${error.exitCode}: ${said}` };
  }
  if (error instanceof ForeignObject) return { code: 'FOREIGN_OBJECT', message: error.message };
  if (error instanceof ClusterRejected) return { code: 'CLUSTER_ERROR', message: error.message };
  if (error instanceof BackupMissing)
    return { code: 'BACKUP_MISSING', message: 'The store has nothing of this backup any more.' };
  if (error instanceof BackupDamaged) return { code: 'BACKUP_DAMAGED', message: error.message };
  return null;
}
