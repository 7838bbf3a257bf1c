import { beginPart } from '../sweep/marks.js';
import { type BillingDeps, collectDues } from './run-billing.js';

const PERIOD_MS = 60_000;
/** Customers looked at in one pass. */
const BATCH = 500;

/**
 * Unpaid though the owner has the money, and a slot where it needs one again: the promised collection is lost or on its
 * way. Those of a suspended account wait for its owner to be let in again.
 */
export const PAYABLE = `
  SELECT s.id, s.user_id, w.balance, s.price, greatest(s.updated_at, w.updated_at) AS since
    FROM subscriptions s JOIN wallets w ON w.user_id = s.user_id JOIN users u ON u.id = s.user_id JOIN service_plans p ON p.id = s.plan_id
   WHERE (s.status = 'SUSPENDED' OR (s.status = 'ACTIVE' AND s.grace_period_end IS NOT NULL))
     AND s.first_running_at IS NOT NULL AND s.auto_renew AND w.balance >= s.price AND u.status NOT IN ('SUSPENDED', 'DELETED')
     AND (s.status = 'ACTIVE' OR s.suspended_by = 'BILLING' AND (p.used_quota + p.kept_quota < p.total_quota
       OR EXISTS (SELECT FROM waitlist_entries e WHERE e.subscription_id = s.id AND e.status = 'OFFERED')))`;

/**
 * Once a minute: finds in the database, not in the queue, what could be paid and was not, and collects it. A customer for
 * whom that fails stops nobody else's; throws an AggregateError in the end when there were such.
 */
export async function collectForgotten(deps: BillingDeps, now: Date): Promise<void> {
  if (!(await beginPart(deps.dataSource, 'collect-forgotten', PERIOD_MS, now))) return;
  const users: { userId: string }[] = await deps.dataSource.query(
    `SELECT user_id AS "userId" FROM (${PAYABLE}) payable GROUP BY user_id ORDER BY min(since) LIMIT ${BATCH}`,
  );
  const faults: unknown[] = [];
  for (const { userId } of users)
    await collectDues(deps, userId, now).catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw new AggregateError(faults, `collecting failed for ${faults.length} customers`);
}
