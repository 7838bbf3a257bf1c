import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import type { Tx } from '@minispod/database/transaction';
import { DomainError, notFound } from '../errors.js';
import { freeKeptSlot, lockPlan, offerNext } from '../waitlist/offer.js';

/**
 * Takes one slot of a plan or throws QUOTA_EXCEEDED; a user who waited for it is out of the line then. The plan's row is
 * the one that every buyer of a plan waits for, so this is called last before the commit: look, take and hold the row
 * lock in a single statement.
 */
export async function takeSlot(tx: Tx, planId: string, userId: string, now: Date): Promise<void> {
  const [[taken]] = await tx.query(
    `UPDATE service_plans SET used_quota = used_quota + 1 WHERE id = $1 AND used_quota + kept_quota < total_quota
     RETURNING EXISTS (SELECT FROM waitlist_entries WHERE plan_id = $1 AND user_id = $2 AND status IN ('WAITING', 'OFFERED')) AS waited`,
    [planId, userId],
  );
  if (taken) {
    // One that was kept for this user as well goes to the next in line.
    if (taken.waited && (await leaveServed(tx, planId, userId, now))) await freeKeptSlot(tx, planId, now);
    return;
  }
  const plan = await lockPlan(tx, planId);
  if (!plan) throw notFound('Plan');
  if (await takeKept(tx, planId, userId, now)) return;
  // One became free between the look and the lock.
  if (plan.usedQuota + plan.keptQuota < plan.totalQuota) return takeSlot(tx, planId, userId, now);
  throw new DomainError('QUOTA_EXCEEDED', 'No available quota for selected plan', {
    planName: plan.name,
    availableQuota: plan.totalQuota - plan.usedQuota - plan.keptQuota,
    totalQuota: plan.totalQuota,
    waitlist: true,
  });
}

/** Gives one slot back, and offers it to the first in line. The caller has just ended, by a guarded update, what held it. */
export async function releaseSlot(tx: Tx, planId: string, now: Date): Promise<void> {
  await tx.decrement(ServicePlan, { id: planId }, 'usedQuota', 1);
  await offerNext(tx, planId, now);
}

async function takeKept(tx: Tx, planId: string, userId: string, now: Date): Promise<boolean> {
  const [, accepted] = await tx.query(
    `UPDATE waitlist_entries SET status = 'TAKEN', ended_at = $3
      WHERE plan_id = $1 AND user_id = $2 AND status = 'OFFERED' AND offered_until > $3`,
    [planId, userId, now],
  );
  if (accepted !== 1) return false;
  await tx.query(
    'UPDATE service_plans SET kept_quota = kept_quota - 1, used_quota = used_quota + 1 WHERE id = $1',
    [planId],
  );
  return true;
}

/** Ends this user's waiting; true when a slot was being kept for them. */
async function leaveServed(tx: Tx, planId: string, userId: string, now: Date): Promise<boolean> {
  const [[served]] = await tx.query(
    `UPDATE waitlist_entries SET status = 'TAKEN', ended_at = $3
      WHERE plan_id = $1 AND user_id = $2 AND status IN ('WAITING', 'OFFERED') RETURNING offered_until AS "offeredUntil"`,
    [planId, userId, now],
  );
  return Boolean(served?.offeredUntil);
}
