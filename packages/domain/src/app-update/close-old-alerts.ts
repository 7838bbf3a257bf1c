import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';

/** An update that was rolled back and an order that failed need nothing more: a week later they are history. What an operator must mend stays. */
export async function closeOldAlerts(dataSource: DataSource, now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const old: { kind: string; subject: string }[] = await tx.query(
      `SELECT kind, subject FROM alerts
        WHERE kind IN ('UPDATE_ROLLED_BACK', 'PROVISIONING_FAILED') AND severity = 'WARNING' AND closed_at IS NULL AND raised_at < $1::timestamptz - interval '7 days'`,
      [now],
    );
    for (const alert of old) await closeAlert(tx, alert, now);
  });
}
