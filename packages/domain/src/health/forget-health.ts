import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { announce } from '../live/announce.js';

/** Not seen for this long, nothing can be said any more, in ms. */
export const SIGHT_LASTS = 120_000;
/** What must both have been seen: the API server answering, and somebody watching it. */
export const CLUSTER_ANSWERS = 'cluster-answers';
export const CLUSTER_WATCHED = 'cluster-watched';

/**
 * The health of what does not run by wish is unknown, but one that failed keeps the reason; and so is everybody's when the cluster was away, or nobody watched it,
 * for two minutes. Returns how many are unknown because of that.
 */
export async function forgetHealth(dataSource: DataSource, now: Date): Promise<number> {
  return withTransaction(dataSource, async (tx) => {
    await forget(tx, `i.status NOT IN ('RUNNING', 'ERROR')`, null, now);
    const marks: { part: string; done_at: Date }[] = await tx.query(
      `SELECT part, done_at FROM sweep_marks WHERE part = ANY($1)`,
      [[CLUSTER_ANSWERS, CLUSTER_WATCHED]],
    );
    const lost = marks.find(({ done_at }) => now.getTime() - done_at.getTime() >= SIGHT_LASTS);
    if (!lost) return 0;
    const what =
      lost.part === CLUSTER_ANSWERS ? 'The cluster has not answered' : 'Nobody has watched the cluster';
    return forget(tx, `i.status = 'RUNNING'`, `${what} since ${lost.done_at.toISOString()}.`, now);
  });
}

async function forget(tx: Tx, which: string, reason: string | null, now: Date): Promise<number> {
  const [forgotten]: [{ id: string; userId: string }[], number] = await tx.query(
    `UPDATE service_instances i
        SET health_status = 'unknown', health_code = NULL, health_reason = $1, health_since = $2, last_health_check = $2
       FROM subscriptions s
      WHERE s.id = i.subscription_id AND ${which} AND i.released_at IS NULL AND i.health_status <> 'unknown'
      RETURNING i.id, s.user_id AS "userId"`,
    [reason, now],
  );
  if (forgotten.length > 0)
    await announce(tx, ...forgotten.map(({ id, userId }) => ({ topic: 'instance' as const, userId, id })));
  return forgotten.length;
}
