import { cleanTextEnd } from '@minispod/contracts/clean-text';
import { Backup } from '@minispod/database/entities/backup.entity';
import type { Tx } from '@minispod/database/transaction';
import type { Problem } from '../operation/operation.js';
import { required } from '../rows.js';

const DAY_MS = 86_400_000;
/** A failed one is shown this long; one made before an update is kept this long. */
const SHORT_LIVED_MS = 7 * DAY_MS;

/** Bytes and hash of what was stored, before encryption; a snapshot has no hash. */
export interface Stored {
  sizeBytes: number | null;
  sha256: string | null;
}

/** It is safely stored. The newest of a schedule's push out the oldest. */
export async function completeBackup(tx: Tx, backupId: string, stored: Stored, now: Date): Promise<void> {
  const backup = required(await tx.findOneBy(Backup, { id: backupId }));
  const expiresAt =
    backup.kind === 'PRE_UPDATE' ? new Date(now.getTime() + SHORT_LIVED_MS) : backup.expiresAt;
  await tx.update(
    Backup,
    { id: backupId, status: 'PENDING' },
    { ...stored, status: 'SUCCEEDED', finishedAt: now, expiresAt },
  );
  if (backup.kind === 'SCHEDULED') await keepNewest(tx, backup.instanceId, now);
}

/** It holds nothing; whatever the store has of it is erased when it expires. */
export async function failBackup(tx: Tx, backupId: string, problem: Problem, now: Date): Promise<void> {
  await tx.update(
    Backup,
    { id: backupId, status: 'PENDING' },
    {
      status: 'FAILED',
      finishedAt: now,
      problemCode: problem.code,
      problemMessage: cleanTextEnd(problem.message, 1_000),
      expiresAt: new Date(now.getTime() + SHORT_LIVED_MS),
    },
  );
}

async function keepNewest(tx: Tx, instanceId: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE backups SET expires_at = $2 WHERE id IN (
       SELECT id FROM backups
        WHERE instance_id = $1 AND kind = 'SCHEDULED' AND status = 'SUCCEEDED' AND expires_at IS NULL
        ORDER BY created_at DESC OFFSET (
          SELECT greatest(p.backup_keep, 1) FROM service_instances i
            JOIN subscriptions s ON s.id = i.subscription_id JOIN service_plans p ON p.id = s.plan_id
           WHERE i.id = $1))`,
    [instanceId, now],
  );
}
