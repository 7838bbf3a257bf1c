import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import type { AlertSubject } from '../alert/raise.js';
import { eachAlone } from '../sweep/each-alone.js';

/** An update that was rolled back needs nothing more of anybody: a week later it is history. What an operator must mend stays. */
export async function closeOldRollbacks(dataSource: DataSource, now: Date): Promise<void> {
  const find = (resting: string[]): Promise<AlertSubject[]> =>
    dataSource.query(
      `SELECT kind, subject FROM alerts
        WHERE kind = 'UPDATE_ROLLED_BACK' AND severity = 'WARNING' AND closed_at IS NULL AND raised_at < $1::timestamptz - interval '7 days'
          AND subject <> ALL($2)`,
      [now, resting],
    );
  const close = (alert: AlertSubject) => withTransaction(dataSource, (tx) => closeAlert(tx, alert, now));
  await eachAlone({ dataSource, name: 'old-rollbacks', now }, find, close, {
    subjectOf: ({ subject }) => subject,
  });
}
