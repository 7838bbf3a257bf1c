import type { SubscriptionView } from '@minispod/contracts/subscription';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { recordAction } from '../audit-log/record.js';
import { applyPlannedChange, hasPlannedChange } from '../billing/apply-planned-change.js';
import { billAccounts } from '../billing/bill-accounts.js';
import { loadAccounts } from '../billing/due.js';
import { notifySuspended } from '../billing/dunning.js';
import { unusedShare } from '../billing/rules/proration.js';
import type { BillingDeps } from '../billing/run-billing.js';
import { DomainError } from '../errors.js';
import { transition } from '../history/transition.js';
import { liftStop, setWish } from '../instance/wishes.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { promiseCollection } from '../outbox/promise-collection.js';
import { takeSlot } from '../quota/slots.js';
import { required } from '../rows.js';
import { viewSubscriptions } from './list-subscriptions.js';
import { loadForAdministrator } from './load-for-administrator.js';

const DAY_MS = 86_400_000;

type Held = Awaited<ReturnType<typeof loadForAdministrator>>;

/**
 * Lifts an administrator's stop. When a part of the paid period was left as it was stopped, it takes a slot again
 * (QUOTA_EXCEEDED when there is none), goes on, and ends later by as long as it was stopped. Otherwise it is billing's from
 * here on: a fresh period when the balance covers it and a slot is free, else suspended for payment, its data kept for the
 * usual time. The stopped days cost nothing either way.
 */
export async function resumeSubscription(
  deps: BillingDeps,
  administratorId: string,
  id: string,
  now: Date,
): Promise<SubscriptionView> {
  return withTransaction(deps.dataSource, async (tx) => {
    const held = await loadForAdministrator(tx, id);
    const { subscription, period, wallet } = held;
    if (subscription.status !== 'SUSPENDED' || subscription.suspendedBy !== 'ADMINISTRATOR') {
      throw new DomainError('CONFLICT', 'It is not suspended by an administrator', {
        status: subscription.status,
      });
    }
    await recordAction(
      tx,
      { actorId: administratorId, action: 'subscription.resume', subject: 'subscription', subjectId: id },
      now,
    );
    await liftStop(tx, id, now);
    if (required(subscription.suspendedAt) < period.endsAt) await goOn(tx, held, administratorId, now);
    else await handToBilling(tx, deps, held, now);
    await promiseCollection(tx, wallet.userId, now);
    await announce(tx, { topic: 'wallet', userId: wallet.userId, id: wallet.userId });
    const [view] = await viewSubscriptions(tx, [await tx.findOneByOrFail(Subscription, { id })]);
    return required(view);
  });
}

async function goOn(tx: Tx, held: Held, administratorId: string, now: Date): Promise<void> {
  const { subscription, service } = held;
  const { id, userId, planId, currentK } = subscription;
  const endDate = await giveBackStoppedTime(tx, held, now);
  const cause = { actor: `administrator:${administratorId}`, reason: 'RESUMED' } as const;
  await transition(tx, 'subscription', id, ['SUSPENDED', 'ACTIVE'], cause, now, {
    suspendedAt: null,
    suspendedBy: null,
    endDate,
    nextBilling: endDate,
    nextActionAt: endDate,
    // The next period begins where this one now ends.
    anchor: endDate,
    anchorK: currentK + 1,
  });
  await notify(
    tx,
    {
      userId,
      kind: 'RESUMED',
      dedupeKey: `RESUMED:${id}:${now.toISOString()}`,
      data: { serviceName: service.name, paidUntil: endDate.toISOString() },
      link: `/subscriptions/${id}`,
    },
    now,
  );
  await takeSlot(tx, planId, userId, now);
}

/** The period ends later by as long as it was stopped, and counts as paid what was left when it was. Returns its new end. */
async function giveBackStoppedTime(tx: Tx, { subscription, period }: Held, now: Date): Promise<Date> {
  const { subscriptionId, k, segmentStartsAt, segmentPaid, endsAt, stoppedMs } = period;
  const suspendedAt = required(subscription.suspendedAt);
  const stopped = now.getTime() - suspendedAt.getTime();
  const end = new Date(endsAt.getTime() + stopped);
  const left = unusedShare({ startsAt: segmentStartsAt, endsAt, paid: segmentPaid }, suspendedAt);
  await tx.update(
    BillingPeriod,
    { subscriptionId, k },
    { endsAt: end, segmentStartsAt: now, segmentPaid: left, stoppedMs: stoppedMs + stopped },
  );
  return end;
}

async function handToBilling(
  tx: Tx,
  { billing }: BillingDeps,
  { subscription: { id }, service, wallet }: Held,
  now: Date,
): Promise<void> {
  const retentionEnd = new Date(now.getTime() + billing.retentionDays * DAY_MS);
  await setWish(tx, id, 'billingWish', 'STOP', now);
  await tx.update(
    Subscription,
    { id },
    { suspendedBy: 'BILLING', retentionEnd, nextActionAt: retentionEnd, updatedAt: now },
  );
  const [account] = await loadAccounts(tx, [wallet], now, true);
  const due = account?.dues.find((each) => each.subscription.id === id);
  // What was planned while it was stopped counts for what must be paid.
  if (due && hasPlannedChange(due.subscription)) await applyPlannedChange(tx, due, now);
  await billAccounts(tx, await loadAccounts(tx, [wallet], now, true), billing, now, true);
  const current = await tx.findOneByOrFail(Subscription, { id });
  if (current.status === 'SUSPENDED' && wallet.balance < current.price)
    await notifySuspended(
      tx,
      { subscription: current, serviceName: service.name },
      wallet.balance,
      retentionEnd,
      now,
    );
}
