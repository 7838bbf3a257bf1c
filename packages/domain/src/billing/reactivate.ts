import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Tx } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { transition } from '../history/transition.js';
import { setWish } from '../instance/wishes.js';
import { notify } from '../notification/notify.js';
import { takeSlot } from '../quota/slots.js';
import { billingPeriod } from '../subscription/rules/billing-period.js';
import { waitForSlot } from '../waitlist/join.js';
import type { Account, Due } from './due.js';
import type { Renewal } from './renew.js';
import { nextCharge } from './rules/next-charge.js';

const DAY_MS = 86_400_000;

/**
 * Brings a suspended subscription back: a slot again, a fresh period from this moment (the suspended time costs nothing),
 * running again if its owner had it running. Without a slot it stays as it is, uncharged, first in the waitlist, and its
 * data is kept as long as it waits with the money for it.
 */
export async function reactivate(tx: Tx, account: Account, due: Due, now: Date): Promise<Renewal | null> {
  const { subscription, serviceName } = due;
  const { id, userId } = subscription;
  const { planId, billingCycle, price } = nextCharge(subscription);
  try {
    await takeSlot(tx, planId, userId, now);
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'QUOTA_EXCEEDED')) throw error;
    await waitForSlot(tx, { planId, userId, subscriptionId: id }, now);
    if (subscription.retentionEnd && now >= subscription.retentionEnd) await keepLonger(tx, id, now);
    return null;
  }
  const k = subscription.currentK + 1;
  await transition(
    tx,
    'subscription',
    id,
    ['SUSPENDED', 'ACTIVE'],
    { actor: 'system', reason: 'PAID' },
    now,
    {
      suspendedAt: null,
      suspendedBy: null,
      retentionEnd: null,
      anchor: now,
      anchorK: k,
    },
  );
  await setWish(tx, id, 'billingWish', 'RUN', now);
  const period = { ...billingPeriod(now, billingCycle, 0), k };
  await notify(
    tx,
    {
      userId,
      kind: 'REACTIVATED',
      dedupeKey: `REACTIVATED:${id}:${k}`,
      data: { serviceName, amount: price, paidUntil: period.endsAt.toISOString() },
      link: `/subscriptions/${id}`,
    },
    now,
  );
  return { ...due, period, price, balanceBefore: account.balance };
}

async function keepLonger(tx: Tx, id: string, now: Date): Promise<void> {
  const tomorrow = new Date(now.getTime() + DAY_MS);
  await tx.update(Subscription, { id }, { retentionEnd: tomorrow, nextActionAt: tomorrow, updatedAt: now });
}
