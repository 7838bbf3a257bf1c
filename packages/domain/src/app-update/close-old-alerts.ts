import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';

/** An update that was rolled back needs nothing more of anybody: a week later it is history. What an operator must mend stays. */
export async function closeOldRollbacks(dataSource: DataSource, now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const old: { kind: string; subject: string }[] = await tx.query(
      `SELECT kind, subject FROM alerts
        WHERE kind = 'UPDATE_ROLLED_BACK' AND severity = 'WARNING' AND closed_at IS NULL AND raised_at < $1::timestamptz - interval '7 days'`,
      [now],
    );
    for (const alert of old) await closeAlert(tx, alert, now);
  });
}
