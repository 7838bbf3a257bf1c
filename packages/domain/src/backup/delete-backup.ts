import { Backup } from '@minispod/database/entities/backup.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors.js';
import { recordActivity } from '../instance/record-activity.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { findBackup } from './find-backup.js';

/** Its owner does not want it any more: gone from the list at once, from the store soon. CONFLICT while it is used. */
export async function deleteBackup(
  dataSource: DataSource,
  userId: string,
  input: { id: string; backupId: string },
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const { backup } = await findBackup(tx, userId, input);
    await refuseInUse(tx, backup);
    await tx.update(Backup, { id: backup.id }, { status: 'DELETED', expiresAt: now });
    const details = { backupId: backup.id, kind: backup.kind };
    await recordActivity(tx, input.id, 'BACKUP_DELETED', `user:${userId}`, details, now);
  });
}

async function refuseInUse(tx: Tx, { id, status }: Backup): Promise<void> {
  const [used] = await tx.query(
    `SELECT FROM instance_operations WHERE input->>'backupId' = $1 AND status IN ('PENDING', 'RUNNING')`,
    [id],
  );
  if (status === 'PENDING' || used)
    throw new DomainError('CONFLICT', 'This backup is in use just now: wait until that is done', { status });
}
