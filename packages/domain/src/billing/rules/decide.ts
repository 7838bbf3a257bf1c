import type { SubscriptionStatus } from '@minispod/contracts/subscription';
import type { BillingSettings } from '../../billing-settings.js';

const DAY_MS = 86_400_000;

export interface Billable {
  status: SubscriptionStatus;
  autoRenew: boolean;
  /** What the next period costs, rupiah. */
  price: number;
  endDate: Date;
  gracePeriodEnd: Date | null;
  suspendedBy: 'BILLING' | 'ADMINISTRATOR' | null;
  retentionEnd: Date | null;
  /** Its owner's account is suspended or deleted: nothing of it is renewed. */
  isAccountSuspended: boolean;
}

export type BillingStep =
  | { do: 'renew' }
  /** The first charge failed: the service runs on until `graceEnd`. */
  | { do: 'enter-grace'; graceEnd: Date; nextAt: Date }
  /** Another day of grace: reminded, tried again at `nextAt`. */
  | { do: 'remind'; nextAt: Date }
  | { do: 'suspend'; retentionEnd: Date }
  /** The period is over and its owner's account is suspended: stopped without a charge, its data kept. */
  | { do: 'stop'; retentionEnd: Date }
  | { do: 'reactivate' }
  | { do: 'expire' }
  | { do: 'end' }
  | { do: 'nothing' };

/**
 * What billing has to do about a subscription now, with this balance. `eager` is the try after
 * a balance rose or what is due has changed: it charges what it can and otherwise leaves everything as it is, because only
 * the daily try counts, reminds and ends.
 */
export function decideBilling(
  it: Billable,
  balance: number,
  now: Date,
  { graceDays, retentionDays }: Pick<BillingSettings, 'graceDays' | 'retentionDays'>,
  eager = false,
): BillingStep {
  if (it.status === 'SUSPENDED' && it.suspendedBy === 'BILLING') {
    const isOver = it.retentionEnd !== null && now >= it.retentionEnd;
    // Data is not deleted while its owner has the money for it.
    const canPay = it.autoRenew && balance >= it.price && !it.isAccountSuspended;
    if (canPay && (eager || isOver)) return { do: 'reactivate' };
    return isOver && !eager ? { do: 'expire' } : { do: 'nothing' };
  }
  if (it.status !== 'ACTIVE' || now < it.endDate) return { do: 'nothing' };
  if (!it.autoRenew) return eager ? { do: 'nothing' } : { do: 'end' };
  const retentionEnd = new Date(now.getTime() + retentionDays * DAY_MS);
  if (it.isAccountSuspended) return eager ? { do: 'nothing' } : { do: 'stop', retentionEnd };
  if (balance >= it.price) return { do: 'renew' };
  if (eager) return { do: 'nothing' };
  if (it.gracePeriodEnd === null) {
    // Grace is counted from the due date, but a try that came a day late or more must not shorten what was promised.
    const start = now.getTime() - it.endDate.getTime() < DAY_MS ? it.endDate : now;
    const graceEnd = new Date(start.getTime() + graceDays * DAY_MS);
    return { do: 'enter-grace', graceEnd, nextAt: nextTry(graceEnd, now) };
  }
  if (now >= it.gracePeriodEnd) return { do: 'suspend', retentionEnd };
  return { do: 'remind', nextAt: nextTry(it.gracePeriodEnd, now) };
}

/** The next daily try: whole days before the end of grace, and at its end at last. */
function nextTry(graceEnd: Date, now: Date): Date {
  const days = Math.ceil((graceEnd.getTime() - now.getTime()) / DAY_MS) - 1;
  return new Date(graceEnd.getTime() - Math.max(0, days) * DAY_MS);
}
