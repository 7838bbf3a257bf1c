import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import type { Tx } from '@minispod/database/transaction';
import { DomainError, notFound } from '../errors.js';
import { offerNext } from '../waitlist/offer.js';

/**
 * Takes one slot of a plan or throws QUOTA_EXCEEDED. One that is kept for this user by the waitlist is taken first. The
 * plan's row is the one that every buyer of a plan waits for, so this is called last before the commit: look, take and
 * hold the row lock in a single statement.
 */
export async function takeSlot(tx: Tx, planId: string, userId: string, now: Date): Promise<void> {
  const [, taken] = await tx.query(
    'UPDATE service_plans SET used_quota = used_quota + 1 WHERE id = $1 AND used_quota + kept_quota < total_quota',
    [planId],
  );
  if (taken === 1 || (await takeKept(tx, planId, userId, now))) return;
  const plan = await tx.findOneBy(ServicePlan, { id: planId });
  if (!plan) throw notFound('Plan');
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
