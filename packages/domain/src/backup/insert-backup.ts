import type { BackupFormat, BackupKind } from '@minispod/contracts/operation';
import { Backup } from '@minispod/database/entities/backup.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import type { LoadedInstance } from '../instance/load-instance.js';

/**
 * Writes down a backup that is to be made of an instance as it is now: its version of the app and its generated secrets go
 * with the data. The format is settled by whoever makes it, who knows what the cluster can do.
 */
export async function insertBackup(
  tx: Tx,
  { instance, subscription, version }: LoadedInstance,
  { kind, format, expiresAt = null }: { kind: BackupKind; format: BackupFormat; expiresAt?: Date | null },
  now: Date,
): Promise<Backup> {
  const id = newId();
  const backup: Backup = {
    id,
    userId: subscription.userId,
    serviceId: subscription.serviceId,
    instanceId: instance.id,
    serviceVersionId: version.id,
    kind,
    format,
    status: 'PENDING',
    sizeBytes: null,
    sha256: null,
    storageKey: `${subscription.userId}/${instance.id}/${id}`,
    problemCode: null,
    problemMessage: null,
    createdAt: now,
    finishedAt: null,
    expiresAt,
    provenAt: null,
    secrets: instance.secrets,
    erasedAt: null,
  };
  await tx.insert(Backup, backup);
  return backup;
}
