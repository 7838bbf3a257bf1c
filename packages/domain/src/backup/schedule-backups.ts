import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { loadInstance } from '../instance/load-instance.js';
import { findOpenOperation } from '../operation/find-open.js';
import { required } from '../rows.js';
import { eachAlone } from '../sweep/each-alone.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { startBackup } from './create-backup.js';

/**
 * Gives every instance whose plan has scheduled backups a time for the next, at random within its period so that a thousand
 * do not come at once, and takes it from those that have none any more.
 */
export async function planBackups(dataSource: DataSource, now: Date): Promise<void> {
  await dataSource.query(
    `UPDATE service_instances i
        SET backup_due_at = CASE WHEN p.backup_every_hours > 0 THEN $1::timestamptz + random() * p.backup_every_hours * interval '1 hour' END
       FROM subscriptions s JOIN service_plans p ON p.id = s.plan_id
      WHERE s.id = i.subscription_id AND i.released_at IS NULL
        AND ((i.backup_due_at IS NULL AND p.backup_every_hours > 0 AND i.status = 'RUNNING')
          OR (i.backup_due_at IS NOT NULL AND (p.backup_every_hours = 0 OR i.status IN ('TERMINATED', 'ERROR'))))`,
    [now],
  );
}

/**
 * Starts the backups that are due, at most `room`. One that cannot be made now (stopped or suspended: nothing changes; another
 * operation or an upgrade under way) waits for its next turn. Missed turns are not made up for. Returns how many were started.
 */
export async function startDueBackups(dataSource: DataSource, room: number, now: Date): Promise<number> {
  if (room <= 0) return 0;
  const find = (resting: string[]): Promise<{ id: string; userId: string }[]> =>
    dataSource.query(
      `SELECT i.id, s.user_id AS "userId" FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
        WHERE i.backup_due_at <= $1 AND i.released_at IS NULL AND i.id::text <> ALL($3) ORDER BY i.backup_due_at LIMIT $2`,
      [now, room, resting],
    );
  let started = 0;
  const start = async ({ id, userId }: { id: string; userId: string }) => {
    if (await startDue(dataSource, userId, id, now)) started++;
  };
  await eachAlone({ dataSource, name: 'scheduled-backups', now }, find, start, { subjectOf: ({ id }) => id });
  return started;
}

async function startDue(dataSource: DataSource, userId: string, id: string, now: Date): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const loaded = required(await loadInstance(tx, id));
    const { instance, subscription, plan } = loaded;
    // Another worker was here, or the plan has changed.
    if (!instance.backupDueAt || instance.backupDueAt > now || plan.backupEveryHours === 0) return false;
    const nextAt = new Date(now.getTime() + plan.backupEveryHours * 3_600_000 * (0.95 + Math.random() / 10));
    await tx.update(ServiceInstance, { id }, { backupDueAt: nextAt });
    const isChanging = instance.status === 'RUNNING' && instance.deletionDueAt === null;
    if (!isChanging || subscription.status === 'PENDING_UPGRADE' || (await findOpenOperation(tx, id)))
      return false;
    await startBackup(tx, loaded, { kind: 'SCHEDULED', actor: 'system' }, now);
    return true;
  });
}
