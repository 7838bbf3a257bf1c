import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { eachAlone } from '../sweep/each-alone.js';
import { closeAlert } from './close.js';
import type { AlertSubject } from './raise.js';

/** They tell of an event and ask nothing more of anybody: a week after it was last seen it is history. */
const EVENTS = [
  'UPDATE_ROLLED_BACK',
  'PROVISIONING_FAILED',
  'LOGIN_GUESSED',
  'LOGIN_FLOOD',
  'SESSION_REUSED',
];

/** Closes old alerts about events. What an operator must mend stays. */
export async function closeOldAlerts(dataSource: DataSource, now: Date): Promise<void> {
  const find = (resting: string[]): Promise<AlertSubject[]> =>
    dataSource.query(
      `SELECT kind, subject FROM alerts
        WHERE kind = ANY($2) AND severity = 'WARNING' AND closed_at IS NULL AND last_seen_at < $1::timestamptz - interval '7 days'
          AND subject <> ALL($3)`,
      [now, EVENTS, resting],
    );
  const close = (alert: AlertSubject) => withTransaction(dataSource, (tx) => closeAlert(tx, alert, now));
  await eachAlone({ dataSource, name: 'old-alerts', now }, find, close, {
    subjectOf: ({ subject }) => subject,
  });
}
