import { rupiah } from '@minispod/contracts/rupiah';
import { ChargeAttempt } from '@minispod/database/entities/charge-attempt.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Tx } from '@minispod/database/transaction';
import { transition } from '../history/transition.js';
import { terminateInstances } from '../instance/terminate.js';
import { setWish } from '../instance/wishes.js';
import { notify } from '../notification/notify.js';
import { releaseSlot } from '../quota/slots.js';
import type { Account, Due } from './due.js';

const JAKARTA_OFFSET_MS = 7 * 3_600_000;

/** The balance did not cover the new period: the service runs on, its owner is told how long and what is missing. */
export async function enterGrace(
  tx: Tx,
  account: Account,
  due: Due,
  { graceEnd, nextAt }: { graceEnd: Date; nextAt: Date },
  now: Date,
): Promise<void> {
  const { subscription } = due;
  await recordAttempt(tx, account, subscription, now);
  await tx.update(
    Subscription,
    { id: subscription.id },
    {
      gracePeriodEnd: graceEnd,
      nextActionAt: nextAt,
      failedCharges: subscription.failedCharges + 1,
      updatedAt: now,
    },
  );
  await sendReminder(tx, account, due, graceEnd, now);
}

/** Another day without enough credit. */
export async function remind(tx: Tx, account: Account, due: Due, nextAt: Date, now: Date): Promise<void> {
  const { subscription } = due;
  const isFirstToday = await recordAttempt(tx, account, subscription, now);
  await tx.update(
    Subscription,
    { id: subscription.id },
    {
      nextActionAt: nextAt,
      ...(isFirstToday && { failedCharges: subscription.failedCharges + 1 }),
      updatedAt: now,
    },
  );
  if (subscription.gracePeriodEnd) await sendReminder(tx, account, due, subscription.gracePeriodEnd, now);
}

/** Grace is over: stopped, the slot free, the data kept. */
export async function suspend(
  tx: Tx,
  account: Account,
  due: Due,
  retentionEnd: Date,
  now: Date,
): Promise<void> {
  const { subscription } = due;
  const { id, planId } = subscription;
  await recordAttempt(tx, account, subscription, now);
  const moved = await transition(
    tx,
    'subscription',
    id,
    ['ACTIVE', 'SUSPENDED'],
    { actor: 'system', reason: 'UNPAID' },
    now,
    {
      suspendedAt: now,
      suspendedBy: 'BILLING',
      retentionEnd,
      nextActionAt: retentionEnd,
      failedCharges: subscription.failedCharges + 1,
    },
  );
  if (!moved) return;
  await setWish(tx, id, 'billingWish', 'STOP', now);
  await notifySuspended(tx, due, account.balance, retentionEnd, now);
  await releaseSlot(tx, planId, now);
}

/** Its owner's account is suspended: stopped at the period's end without a charge, the slot free, the data kept. */
export async function stopForAccount(
  tx: Tx,
  { subscription, serviceName }: Due,
  retentionEnd: Date,
  now: Date,
): Promise<void> {
  const { id, userId, planId, currentK } = subscription;
  const cause = { actor: 'system', reason: 'ACCOUNT_SUSPENDED' } as const;
  const moved = await transition(tx, 'subscription', id, ['ACTIVE', 'SUSPENDED'], cause, now, {
    suspendedAt: now,
    suspendedBy: 'BILLING',
    retentionEnd,
    nextActionAt: retentionEnd,
    gracePeriodEnd: null,
  });
  if (!moved) return;
  await setWish(tx, id, 'billingWish', 'STOP', now);
  await notify(
    tx,
    {
      userId,
      kind: 'SUSPENDED_BY_ADMINISTRATOR',
      dedupeKey: `ACCOUNT_SUSPENDED:${id}:${currentK}`,
      data: { serviceName, reason: null },
      link: `/subscriptions/${id}`,
    },
    now,
  );
  await releaseSlot(tx, planId, now);
}

/** Says that it was stopped for want of this much, and until when its data is kept. */
export async function notifySuspended(
  tx: Tx,
  { subscription, serviceName }: Pick<Due, 'subscription' | 'serviceName'>,
  balance: number,
  retentionEnd: Date,
  now: Date,
): Promise<void> {
  const { id, userId, price, currentK } = subscription;
  await notify(
    tx,
    {
      userId,
      kind: 'SUSPENDED',
      dedupeKey: `SUSPENDED:${id}:${currentK}:${localDay(now)}`,
      data: {
        serviceName,
        amountDue: price,
        shortfall: Math.max(0, price - balance),
        deletedAt: retentionEnd.toISOString(),
      },
      link: `/subscriptions/${id}`,
    },
    now,
  );
}

/** Retention is over: its data goes, its owner is told a last time. */
export async function expire(tx: Tx, { subscription, serviceName }: Due, now: Date): Promise<void> {
  const { id, userId } = subscription;
  const moved = await transition(
    tx,
    'subscription',
    id,
    ['SUSPENDED', 'EXPIRED'],
    { actor: 'system', reason: 'UNPAID' },
    now,
    {
      suspendedAt: null,
      suspendedBy: null,
      nextActionAt: null,
      nextBilling: null,
      endReason: 'UNPAID',
    },
  );
  if (!moved) return;
  await terminateInstances(tx, id, 'UNPAID', now);
  await notify(
    tx,
    { userId, kind: 'EXPIRED', dedupeKey: `EXPIRED:${id}`, data: { serviceName }, link: '/catalog' },
    now,
  );
}

/** True when this is the first try on this Jakarta day. */
async function recordAttempt(
  tx: Tx,
  account: Account,
  subscription: Subscription,
  now: Date,
): Promise<boolean> {
  const { identifiers } = await tx
    .createQueryBuilder()
    .insert()
    .into(ChargeAttempt)
    .values({
      subscriptionId: subscription.id,
      k: subscription.currentK + 1,
      localDay: localDay(now),
      balance: rupiah(account.balance),
      price: subscription.price,
      at: now,
    })
    .orIgnore()
    .execute();
  return identifiers.some(Boolean);
}

/** One a day for a subscription, also when a day has seen the end of one period's grace and the begin of another's. */
async function sendReminder(
  tx: Tx,
  account: Account,
  { subscription, serviceName }: Due,
  graceEnd: Date,
  now: Date,
): Promise<void> {
  const { id, userId, price } = subscription;
  await notify(
    tx,
    {
      userId,
      kind: 'PAYMENT_DUE',
      dedupeKey: `PAYMENT_DUE:${id}:${localDay(now)}`,
      data: {
        serviceName,
        amountDue: price,
        shortfall: Math.max(0, price - account.balance),
        stopsAt: graceEnd.toISOString(),
      },
      link: `/subscriptions/${id}`,
    },
    now,
  );
}

/** When the day in Jakarta began. */
export function startOfLocalDay(at: Date): Date {
  return new Date(`${localDay(at)}T00:00:00+07:00`);
}

/** The day in Jakarta, `2026-02-28`. */
export function localDay(at: Date): string {
  return new Date(at.getTime() + JAKARTA_OFFSET_MS).toISOString().slice(0, 10);
}
