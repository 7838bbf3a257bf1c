import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from './close.js';

/** They tell of an event and need nothing more of anybody: a week after it was last seen it is history. */
const EVENTS = ['UPDATE_ROLLED_BACK', 'LOGIN_GUESSED', 'LOGIN_FLOOD', 'SESSION_REUSED'];

/** Closes old alerts about events. What an operator must mend stays. */
export async function closeOldAlerts(dataSource: DataSource, now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const old: { kind: string; subject: string }[] = await tx.query(
      `SELECT kind, subject FROM alerts
        WHERE kind = ANY($2) AND severity = 'WARNING' AND closed_at IS NULL AND last_seen_at < $1::timestamptz - interval '7 days'`,
      [now, EVENTS],
    );
    for (const alert of old) await closeAlert(tx, alert, now);
  });
}
