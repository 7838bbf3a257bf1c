import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Tx } from '@minispod/database/transaction';
import { billingPeriod } from '../subscription/rules/billing-period.js';

const DAY_MS = 86_400_000;

/**
 * From now on billing may charge this subscription. A start that took more than a day, as after a long outage, begins the
 * first period anew, so that nobody pays for the days of waiting.
 */
export async function recordFirstRun(
  tx: Tx,
  { id, startDate, billingCycle, currentK: k }: Subscription,
  now: Date,
): Promise<void> {
  await tx.update(Subscription, { id }, { firstRunningAt: now, updatedAt: now });
  if (now.getTime() - startDate.getTime() <= DAY_MS) return;
  const { startsAt, endsAt } = billingPeriod(now, billingCycle, 0);
  await tx.update(BillingPeriod, { subscriptionId: id, k }, { startsAt, endsAt, segmentStartsAt: startsAt });
  await tx.update(
    Subscription,
    { id },
    { startDate: startsAt, anchor: startsAt, endDate: endsAt, nextBilling: endsAt, nextActionAt: endsAt },
  );
}
