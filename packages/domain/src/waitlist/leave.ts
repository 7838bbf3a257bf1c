import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { eachAlone } from '../sweep/each-alone.js';
import { freeKeptSlot, lockPlan } from './offer.js';

/** Leaves a plan's line; a slot that was kept goes to the next. Leaving twice changes nothing. */
export async function leaveWaitlist(
  dataSource: DataSource,
  userId: string,
  planId: string,
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, (tx) => leaveLine(tx, planId, userId, now));
}

/** The same within a transaction. */
export async function leaveLine(tx: Tx, planId: string, userId: string, now: Date): Promise<void> {
  await lockPlan(tx, planId);
  const [[ended]] = await tx.query(
    `UPDATE waitlist_entries SET status = 'LEFT', ended_at = $3
      WHERE plan_id = $1 AND user_id = $2 AND status IN ('WAITING', 'OFFERED') RETURNING offered_until AS "offeredUntil"`,
    [planId, userId, now],
  );
  if (ended?.offeredUntil) await freeKeptSlot(tx, planId, now);
}

/** Ends offers that nobody took in time and passes their slots on, plan by plan. Returns how many. */
export async function lapseOffers(dataSource: DataSource, now: Date): Promise<number> {
  const find = async (resting: string[]): Promise<string[]> => {
    const plans: { planId: string }[] = await dataSource.query(
      `SELECT DISTINCT plan_id AS "planId" FROM waitlist_entries
        WHERE status = 'OFFERED' AND offered_until <= $1 AND plan_id::text <> ALL($2)`,
      [now, resting],
    );
    return plans.map(({ planId }) => planId);
  };
  let lapsed = 0;
  await eachAlone({ dataSource, name: 'waitlist-offers', now }, find, async (planId) => {
    lapsed += await withTransaction(dataSource, async (tx) => {
      await lockPlan(tx, planId);
      const [, count] = await tx.query(
        `UPDATE waitlist_entries SET status = 'LAPSED', ended_at = $2 WHERE plan_id = $1 AND status = 'OFFERED' AND offered_until <= $2`,
        [planId, now],
      );
      for (let freed = 0; freed < count; freed++) await freeKeptSlot(tx, planId, now);
      return count;
    });
  });
  return lapsed;
}
