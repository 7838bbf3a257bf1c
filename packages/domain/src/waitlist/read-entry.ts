import type { WaitlistView } from '@minispod/contracts/subscription';
import { WaitlistEntry } from '@minispod/database/entities/waitlist-entry.entity';
import type { Reader } from '@minispod/database/transaction';
import { MoreThan } from 'typeorm';

/** Where the user stands in a plan's line, or null. `position` counts from 1 and is 0 once a slot is kept for them. */
export async function readEntry(
  reader: Reader,
  userId: string,
  planId: string,
): Promise<WaitlistView | null> {
  const [row] = await reader.query(
    `SELECT e.status, e.created_at AS "createdAt", e.offered_until AS "offeredUntil",
            CASE e.status WHEN 'OFFERED' THEN 0 ELSE (
              SELECT count(*) FROM waitlist_entries o WHERE o.plan_id = e.plan_id AND o.status = 'WAITING'
                AND ((o.subscription_id IS NULL), o.created_at, o.id) <= ((e.subscription_id IS NULL), e.created_at, e.id)
            ) END AS position
       FROM waitlist_entries e WHERE e.plan_id = $1 AND e.user_id = $2 AND e.status IN ('WAITING', 'OFFERED')`,
    [planId, userId],
  );
  if (!row) return null;
  return {
    planId,
    status: row.status,
    position: row.position,
    joinedAt: row.createdAt.toISOString(),
    offeredUntil: row.offeredUntil?.toISOString() ?? null,
  };
}

/** The same as an object that can be empty. */
export async function findEntry(
  reader: Reader,
  userId: string,
  planId: string,
): Promise<{ entry: WaitlistView | null }> {
  return { entry: await readEntry(reader, userId, planId) };
}

/** True while a slot of a plan is kept for this user. */
export async function isKeptFor(reader: Reader, userId: string, planId: string, now: Date): Promise<boolean> {
  return reader.existsBy(WaitlistEntry, {
    userId,
    planId,
    status: 'OFFERED',
    offeredUntil: MoreThan(now),
  });
}
