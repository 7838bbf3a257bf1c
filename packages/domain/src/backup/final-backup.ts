import { Backup } from '@minispod/database/entities/backup.entity';
import { StatusHistory } from '@minispod/database/entities/status-history.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { raiseAlert } from '../alert/raise.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';
import { findOpenOperation } from '../operation/find-open.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { startBackup } from './create-backup.js';

const DAY_MS = 86_400_000;
/** After a try that failed, in ms. */
const PAUSE_MS = 30 * 60_000;

/**
 * Whether the data of an ended instance may leave the cluster: once its last backup succeeded, when there never was any
 * data, or after a day of trying, which an operator is told of. Until then that backup is started, and again half an hour
 * after each try that failed. The other backups are kept as long as the last one.
 */
export async function secureFinalBackup(
  dataSource: DataSource,
  instanceId: string,
  retentionDays: number,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    const { subscription } = required(await loadInstance(tx, instanceId));
    await lockWallet(tx, subscription.userId);
    const loaded = required(await loadInstance(tx, instanceId));
    if (!(await everRan(tx, instanceId))) return true;
    const last = await tx.findOne(Backup, {
      where: { instanceId, kind: 'FINAL' },
      order: { createdAt: 'DESC' },
    });
    const expiresAt = new Date(now.getTime() + retentionDays * DAY_MS);
    if (last?.status === 'SUCCEEDED') {
      await closeAlert(tx, { kind: 'BACKUP_FAILED', subject: instanceId }, now);
      await expireOthers(tx, instanceId, last.expiresAt ?? expiresAt);
      return true;
    }
    // Another one is still at work and will notice that the instance has ended.
    if (last?.status === 'PENDING' || (await findOpenOperation(tx, instanceId))) return false;
    if (now.getTime() - loaded.instance.updatedAt.getTime() >= DAY_MS) {
      await giveUp(tx, loaded, last?.problemMessage ?? 'it was never begun', now);
      await expireOthers(tx, instanceId, expiresAt);
      return true;
    }
    if (!last?.finishedAt || now.getTime() - last.finishedAt.getTime() >= PAUSE_MS)
      await startBackup(tx, loaded, { kind: 'FINAL', actor: 'system', expiresAt }, now);
    return false;
  });
}

async function everRan(tx: Tx, instanceId: string): Promise<boolean> {
  return tx.existsBy(StatusHistory, { subject: 'instance', subjectId: instanceId, toStatus: 'RUNNING' });
}

/** A snapshot goes with the instance's namespace; what is a file stays as long as the last backup. */
async function expireOthers(tx: Tx, instanceId: string, expiresAt: Date): Promise<void> {
  await tx.query(
    `UPDATE backups SET expires_at = CASE WHEN format = 'SNAPSHOT' THEN created_at ELSE least(expires_at, $2) END
      WHERE instance_id = $1 AND kind <> 'FINAL' AND erased_at IS NULL`,
    [instanceId, expiresAt],
  );
}

async function giveUp(tx: Tx, { instance }: LoadedInstance, reason: string, now: Date): Promise<void> {
  await raiseAlert(
    tx,
    {
      kind: 'BACKUP_FAILED',
      subject: instance.id,
      instanceId: instance.id,
      message: `The last backup before its data is deleted failed for a day: ${reason}`,
      details: { isFinal: true },
      severity: 'CRITICAL',
    },
    now,
  );
}
