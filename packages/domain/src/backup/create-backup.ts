import type { BackupView, OperationView } from '@minispod/contracts/operation';
import { Backup } from '@minispod/database/entities/backup.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError, notFound } from '../errors.js';
import type { Actor } from '../history/transition.js';
import { once } from '../idempotency/once.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';
import { refuseWhileOthersDecide } from '../instance/refuse.js';
import { startOperation } from '../operation/start-operation.js';
import { toOperationView } from '../operation/views.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { insertBackup } from './insert-backup.js';
import { toBackupView } from './views.js';

/** Made by hand and not deleted: more would be an archive, and somebody pays for the disk. */
const MANUAL_LIMIT = 10;

/**
 * The owner wants a backup now. CONFLICT when nothing may be done with the instance now, and when ten made by hand are kept.
 */
export async function createBackup(
  dataSource: DataSource,
  userId: string,
  { id, requestId }: { id: string; requestId?: string | undefined },
  now: Date,
): Promise<{ backup: BackupView; operation: OperationView }> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const request = { userId, key: requestId, operation: 'instances.createBackup', input: { id } };
    return once(tx, request, now, async () => {
      const loaded = await loadInstance(tx, id, userId);
      if (!loaded) throw notFound('Instance');
      await refuseWhileOthersDecide(tx, loaded);
      await refuseBeyondLimit(tx, id);
      return startBackup(tx, loaded, { kind: 'MANUAL', actor: `user:${userId}` }, now);
    });
  });
}

async function refuseBeyondLimit(tx: Tx, instanceId: string): Promise<void> {
  const kept = await tx.countBy(Backup, { instanceId, kind: 'MANUAL', status: 'SUCCEEDED' });
  if (kept < MANUAL_LIMIT) return;
  throw new DomainError('CONFLICT', `${MANUAL_LIMIT} backups made by hand are kept: delete one first`, {
    maximum: MANUAL_LIMIT,
  });
}

/** A backup and the operation that makes it; the caller holds the wallet's lock and has refused what makes no sense. */
export async function startBackup(
  tx: Tx,
  loaded: LoadedInstance,
  { kind, actor, expiresAt }: { kind: 'MANUAL' | 'SCHEDULED' | 'FINAL'; actor: Actor; expiresAt?: Date },
  now: Date,
): Promise<{ backup: BackupView; operation: OperationView }> {
  const isHot = kind !== 'FINAL' && loaded.version.template.backup !== undefined;
  const format = isHot ? 'COMMAND' : 'VOLUME';
  const backup = await insertBackup(tx, loaded, { kind, format, ...(expiresAt && { expiresAt }) }, now);
  const operation = await startOperation(
    tx,
    loaded,
    { kind: 'BACKUP', input: { backupId: backup.id }, actor },
    now,
  );
  const view = { ...backup, instanceName: loaded.instance.name, version: loaded.version.version };
  return { backup: toBackupView(view), operation: toOperationView(operation) };
}
