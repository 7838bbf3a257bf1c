import type { BackupView } from '@minispod/contracts/operation';
import type { Backup } from '@minispod/database/entities/backup.entity';

/** A backup with what its view says beside its row: one query reads both. */
export type BackupRow = Backup & { instanceName: string; version: string };

export function toBackupView(backup: BackupRow): BackupView {
  const { id, instanceId, instanceName, kind, format, status, version, sizeBytes } = backup;
  return {
    id,
    instanceId,
    instanceName,
    kind,
    format,
    status,
    version,
    sizeBytes,
    problem:
      backup.problemCode === null ? null : { code: backup.problemCode, message: backup.problemMessage ?? '' },
    createdAt: backup.createdAt.toISOString(),
    finishedAt: backup.finishedAt?.toISOString() ?? null,
    expiresAt: backup.expiresAt?.toISOString() ?? null,
    provenAt: backup.provenAt?.toISOString() ?? null,
  };
}
