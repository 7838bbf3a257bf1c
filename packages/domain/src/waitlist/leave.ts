import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { freeKeptSlot } from './offer.js';

/** Leaves a plan's line; a slot that was kept goes to the next. Leaving twice changes nothing. */
export async function leaveWaitlist(
  dataSource: DataSource,
  userId: string,
  planId: string,
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const [ended] = await tx.query(
      `UPDATE waitlist_entries e SET status = 'LEFT', ended_at = $3
         FROM (SELECT id, status FROM waitlist_entries WHERE plan_id = $1 AND user_id = $2 AND status IN ('WAITING', 'OFFERED') FOR UPDATE) was
        WHERE e.id = was.id RETURNING was.status`,
      [planId, userId, now],
    );
    if (ended[0]?.status === 'OFFERED') await freeKeptSlot(tx, planId, now);
  });
}

/** Ends offers that nobody took in time and passes their slots on. Returns how many. */
export async function lapseOffers(dataSource: DataSource, now: Date): Promise<number> {
  return withTransaction(dataSource, async (tx) => {
    const [lapsed] = await tx.query(
      `UPDATE waitlist_entries SET status = 'LAPSED', ended_at = $1 WHERE id IN (
         SELECT id FROM waitlist_entries WHERE status = 'OFFERED' AND offered_until <= $1 ORDER BY plan_id LIMIT 100 FOR UPDATE SKIP LOCKED
       ) RETURNING plan_id AS "planId"`,
      [now],
    );
    for (const { planId } of lapsed) await freeKeptSlot(tx, planId, now);
    return lapsed.length;
  });
}
