import { Backup } from '@minispod/database/entities/backup.entity';
import type { Reader } from '@minispod/database/transaction';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, IsNull } from 'typeorm';

/** Backups whose time is over and that no open operation reads, oldest first: the store and the cluster still have them. */
export async function findExpiredBackups(
  reader: Reader,
  limit: number,
  now: Date,
  except: string[] = [],
): Promise<Backup[]> {
  const ids: { id: string }[] = await reader.query(
    `SELECT b.id FROM backups b
      WHERE b.expires_at <= $1 AND b.erased_at IS NULL AND b.status <> 'PENDING' AND b.id::text <> ALL($3)
        AND NOT EXISTS (SELECT FROM instance_operations o WHERE o.status IN ('PENDING', 'RUNNING') AND o.input->>'backupId' = b.id::text)
      ORDER BY b.expires_at LIMIT $2`,
    [now, limit, except],
  );
  return ids.length === 0 ? [] : reader.find(Backup, { where: ids });
}

/** Nothing of it is stored any more. */
export async function markErased(dataSource: DataSource, backupId: string, now: Date): Promise<void> {
  await withTransaction(dataSource, (tx) =>
    tx.update(Backup, { id: backupId, erasedAt: IsNull() }, { status: 'DELETED', erasedAt: now }),
  );
}
