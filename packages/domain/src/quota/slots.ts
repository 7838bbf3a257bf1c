import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import type { Tx } from '@minispod/database/transaction';
import { DomainError, notFound } from '../errors.js';

/**
 * Takes one slot of a plan or throws QUOTA_EXCEEDED. The plan's row is the one that every buyer of a plan waits for, so
 * this is called last before the commit: look, take and hold the row lock in a single statement.
 */
export async function takeSlot(tx: Tx, planId: string): Promise<void> {
  const [, taken] = await tx.query(
    'UPDATE service_plans SET used_quota = used_quota + 1 WHERE id = $1 AND used_quota < total_quota',
    [planId],
  );
  if (taken === 1) return;
  const plan = await tx.findOneBy(ServicePlan, { id: planId });
  if (!plan) throw notFound('Plan');
  throw new DomainError('QUOTA_EXCEEDED', 'No available quota for selected plan', {
    planName: plan.name,
    availableQuota: plan.totalQuota - plan.usedQuota,
    totalQuota: plan.totalQuota,
    waitlist: false,
  });
}

/** Gives one slot back. The caller has just ended, by a guarded update, the subscription that held it. */
export async function releaseSlot(tx: Tx, planId: string): Promise<void> {
  await tx.decrement(ServicePlan, { id: planId }, 'usedQuota', 1);
}
