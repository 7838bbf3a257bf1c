import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import {
  aSubscriber,
  BILLING,
  bringUp,
  paidTopUp,
  readBalance,
  readInstance,
  readSubscription,
} from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelSubscription } from '../subscription/cancel.js';
import { getSubscription } from '../subscription/get-subscription.js';
import { quoteUpgrade } from '../subscription/quote-upgrade.js';
import { resumeSubscription } from '../subscription/resume.js';
import { suspendSubscription } from '../subscription/suspend.js';
import { updateSubscription } from '../subscription/update.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { joinWaitlist } from '../waitlist/join.js';
import { lapseOffers } from '../waitlist/leave.js';
import { findEntry } from '../waitlist/read-entry.js';
import { getWallet } from '../wallet/get-wallet.js';
import { collectDues, runBilling } from './run-billing.js';
import { warnOfLowCredit } from './warn.js';

/** Thirty days, to the end of the period. */
const START = new Date('2026-04-01T03:00:00Z');
const at = (day: number, hours = 0) => new Date(START.getTime() + (day * 24 + hours) * 3_600_000);

let db: TestDatabase;
let basic: string;
let pro: string;
let administrator: string;
beforeAll(async () => {
  db = await testDatabase();
  administrator = await aCustomer(db.dataSource);
});
beforeEach(async () => {
  const { planIds } = await aService(db.dataSource, [{ price: 30_000 }, { price: 90_000, quota: 1 }]);
  [basic, pro] = planIds as [string, string];
});
afterEach(async () => expect(await brokenRules(db.dataSource)).toEqual([]));
afterAll(() => db.drop());

const deps = () => ({ dataSource: db.dataSource, billing: BILLING });
const see = (id: string) => readSubscription(db.dataSource, id);
const balanceOf = (userId: string) => readBalance(db.dataSource, userId);
const notices = async (userId: string, kind: string): Promise<{ link: string }[]> =>
  db.dataSource.query('SELECT link, data, created_at FROM notifications WHERE user_id = $1 AND kind = $2', [
    userId,
    kind,
  ]);
const stop = (id: string, now: Date) =>
  suspendSubscription(db.dataSource, administrator, { id, reason: 'To be looked at' }, now);
const resume = (id: string, now: Date) => resumeSubscription(deps(), administrator, id, now);

describe('what an administrator stopped', () => {
  test('is given back at the end, day for day, also past the old end; the next period begins there', async () => {
    const { userId, subscriptionId: id } = await aSubscriber(db.dataSource, basic, START, {
      balance: 90_000,
    });
    await stop(id, at(10));
    await runBilling(deps(), at(35));
    await resume(id, at(40));
    expect(await see(id)).toMatchObject({ status: 'ACTIVE', endDate: at(60), nextBilling: at(60) });
    expect(await balanceOf(userId)).toBe(60_000);
    const { upcoming } = await getWallet(db.dataSource.manager, userId, at(41));
    expect(upcoming.map((charge) => charge.at)).toEqual([at(60).toISOString()]);
    await runBilling(deps(), at(59, 23));
    expect(await balanceOf(userId)).toBe(60_000);
    await runBilling(deps(), at(60));
    expect(await balanceOf(userId)).toBe(30_000);
    expect(await see(id)).toMatchObject({ currentK: 1, anchor: at(60) });
  });

  test('twice in a period: both are given back', async () => {
    const { subscriptionId: id } = await aSubscriber(db.dataSource, basic, START, { balance: 30_000 });
    for (const [from, to] of [
      [5, 8],
      [20, 21],
    ] as const) {
      await stop(id, at(from));
      await resume(id, at(to));
    }
    expect((await see(id)).endDate).toEqual(at(34));
  });

  test('is refunded as it was on the day it was stopped, while stopped and after', async () => {
    const bought = { balance: 30_000 };
    const one = await aSubscriber(db.dataSource, basic, START, bought);
    await stop(one.subscriptionId, at(10));
    const { unused } = await getSubscription(db.dataSource.manager, one.userId, one.subscriptionId, at(50));
    expect(unused).toBe(20_000);
    await cancelSubscription(deps(), one.userId, { id: one.subscriptionId, when: 'now' }, at(50));
    expect(await balanceOf(one.userId)).toBe(20_000);

    const other = await aSubscriber(db.dataSource, basic, START, bought);
    await stop(other.subscriptionId, at(10));
    await resume(other.subscriptionId, at(50));
    await cancelSubscription(deps(), other.userId, { id: other.subscriptionId, when: 'now' }, at(60));
    expect(await balanceOf(other.userId)).toBe(10_000);
  });

  test('makes an upgrade neither dearer nor cheaper', async () => {
    const { userId, subscriptionId: id } = await aSubscriber(db.dataSource, basic, START, {
      balance: 90_000,
    });
    await stop(id, at(10));
    await resume(id, at(40));
    const { amount } = await quoteUpgrade(db.dataSource, userId, { id, planId: pro }, at(45));
    expect(amount).toBe(30_000);
  });

  test('in its grace has nothing left: it is to be paid', async () => {
    const { subscriptionId: id } = await aSubscriber(db.dataSource, basic, START, { balance: 30_000 });
    await runBilling(deps(), at(30));
    await stop(id, at(32));
    await resume(id, at(33));
    expect(await see(id)).toMatchObject({ status: 'SUSPENDED', suspendedBy: 'BILLING' });
  });
});

describe('a lower plan', () => {
  test('planned during an upgrade is refused, and the upgrade loses nothing', async () => {
    const service = await aService(db.dataSource, [{ price: 10_000 }, { price: 30_000 }, { price: 90_000 }]);
    const [low, middle, high] = service.planIds as [string, string, string];
    const it = await aSubscriber(db.dataSource, middle, START, { balance: 200_000 });
    const id = it.subscriptionId;
    await upgradeSubscription(db.dataSource, it.userId, { id, planId: high }, at(1));
    await expect(
      updateSubscription(deps(), it.userId, { id, downgradeTo: low }, at(1)),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { status: 'PENDING_UPGRADE' },
    });
    await bringUp(db.dataSource, it.instanceId, at(1));
    await updateSubscription(deps(), it.userId, { id, downgradeTo: low }, at(1));
    expect(await see(id)).toMatchObject({ planId: high, downgradeTo: low });
  });

  test('planned while suspended for payment is what must be paid, and comes back as that', async () => {
    const { userId, subscriptionId: id } = await aSubscriber(db.dataSource, pro, START, { balance: 90_000 });
    await runBilling(deps(), at(30));
    await runBilling(deps(), at(37));
    expect(await see(id)).toMatchObject({ status: 'SUSPENDED' });
    const view = await updateSubscription(deps(), userId, { id, downgradeTo: basic }, at(40));
    expect(view).toMatchObject({ amountDue: 30_000, plan: { id: basic }, downgradeTo: null });
    await paidTopUp(db.dataSource, userId, 30_000, at(41));
    await collectDues(deps(), userId, at(41));
    expect(await see(id)).toMatchObject({ status: 'ACTIVE', planId: basic, previousPlanId: pro });
    expect(await balanceOf(userId)).toBe(0);
  });

  test('and it leaves the line of the plan that it waited for', async () => {
    const { userId, subscriptionId: id } = await aSubscriber(db.dataSource, pro, START, { balance: 90_000 });
    await runBilling(deps(), at(30));
    await runBilling(deps(), at(37));
    await aSubscriber(db.dataSource, pro, at(38), { balance: 90_000 });
    await paidTopUp(db.dataSource, userId, 90_000, at(39));
    await collectDues(deps(), userId, at(39));
    expect((await findEntry(db.dataSource.manager, userId, pro)).entry).toMatchObject({ status: 'WAITING' });
    await updateSubscription(deps(), userId, { id, downgradeTo: basic }, at(40));
    await collectDues(deps(), userId, at(40));
    expect(await see(id)).toMatchObject({ status: 'ACTIVE', planId: basic });
    expect((await findEntry(db.dataSource.manager, userId, pro)).entry).toBeNull();
  });

  test('planned while an administrator had stopped it counts when it is handed to billing', async () => {
    const { userId, subscriptionId: id } = await aSubscriber(db.dataSource, pro, START, { balance: 90_000 });
    await runBilling(deps(), at(30));
    await stop(id, at(31));
    await updateSubscription(deps(), userId, { id, downgradeTo: basic }, at(32));
    await paidTopUp(db.dataSource, userId, 30_000, at(33));
    await resume(id, at(34));
    expect(await see(id)).toMatchObject({ status: 'ACTIVE', planId: basic });
  });
});

describe('a suspended account', () => {
  const account = (userId: string, status: 'SUSPENDED' | 'ACTIVE') =>
    db.dataSource.query('UPDATE users SET status = $2 WHERE id = $1', [userId, status]);

  test('is not renewed: stopped at the end without a charge, its data kept, back when it is active again', async () => {
    const it = await aSubscriber(db.dataSource, basic, START, { balance: 90_000 });
    const { userId, subscriptionId: id, instanceId } = it;
    await account(userId, 'SUSPENDED');
    await runBilling(deps(), at(29));
    expect(await see(id)).toMatchObject({ status: 'ACTIVE' });
    await runBilling(deps(), at(30));
    await collectDues(deps(), userId, at(31));
    expect(await see(id)).toMatchObject({
      status: 'SUSPENDED',
      suspendedBy: 'BILLING',
      retentionEnd: at(60),
    });
    expect(await readInstance(db.dataSource, instanceId)).toMatchObject({ billingWish: 'STOP' });
    expect(await balanceOf(userId)).toBe(60_000);
    expect(await notices(userId, 'PAYMENT_DUE')).toEqual([]);
    expect(await notices(userId, 'SUSPENDED_BY_ADMINISTRATOR')).toHaveLength(1);
    await account(userId, 'ACTIVE');
    await collectDues(deps(), userId, at(35));
    expect(await see(id)).toMatchObject({ status: 'ACTIVE', endDate: new Date('2026-06-06T03:00:00Z') });
  });

  test('that is in grace is stopped, not dunned, and expires by its deadline', async () => {
    const { userId, subscriptionId: id } = await aSubscriber(db.dataSource, basic, START, {
      balance: 30_000,
    });
    await runBilling(deps(), at(30));
    await account(userId, 'SUSPENDED');
    await runBilling(deps(), at(31));
    expect(await see(id)).toMatchObject({ status: 'SUSPENDED', gracePeriodEnd: null });
    await runBilling(deps(), at(61));
    expect(await see(id)).toMatchObject({ status: 'EXPIRED' });
    expect(await notices(userId, 'PAYMENT_DUE')).toHaveLength(1);
  });
});

describe('after a long outage', () => {
  test('a day has one reminder, though the grace of one period ends and that of the next begins', async () => {
    const { userId } = await aSubscriber(db.dataSource, basic, START, { balance: 30_000 });
    await runBilling(deps(), at(30));
    // Nothing ran until the next period was over as well.
    await runBilling(deps(), at(60, 1));
    await paidTopUp(db.dataSource, userId, 30_000, at(60, 2));
    await collectDues(deps(), userId, at(60, 2));
    await runBilling(deps(), at(60, 3));
    const days: { day: string; n: number }[] = await db.dataSource.query(
      `SELECT (created_at AT TIME ZONE 'Asia/Jakarta')::date::text AS day, count(*)::int AS n FROM notifications
        WHERE user_id = $1 AND kind = 'PAYMENT_DUE' GROUP BY 1`,
      [userId],
    );
    expect(days.map(({ n }) => n)).toEqual(days.map(() => 1));
  });

  test('a day has one warning, though two of its marks fall on it; the nearer one comes the next day', async () => {
    const { userId } = await aSubscriber(db.dataSource, basic, START, { balance: 30_000 });
    await warnOfLowCredit(deps(), at(26, 22));
    await warnOfLowCredit(deps(), at(27, 4));
    expect(await notices(userId, 'CREDIT_LOW')).toHaveLength(1);
    await warnOfLowCredit(deps(), at(27, 22));
    expect(await notices(userId, 'CREDIT_LOW')).toHaveLength(2);
  });
});

describe('an upgrade to a full plan', () => {
  test('waits in the line; a freed slot is kept for it for a day and the upgrade takes it', async () => {
    const holder = await aSubscriber(db.dataSource, pro, START, { balance: 90_000 });
    const {
      userId,
      subscriptionId: id,
      instanceId,
    } = await aSubscriber(db.dataSource, basic, START, {
      balance: 200_000,
    });
    const upgrade = (now: Date) => upgradeSubscription(db.dataSource, userId, { id, planId: pro }, now);
    await expect(upgrade(at(1))).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      details: { waitlist: true },
    });
    await joinWaitlist(db.dataSource, userId, pro, at(1));
    const stranger = await aCustomer(db.dataSource, { balance: 90_000 });
    await joinWaitlist(db.dataSource, stranger, pro, at(2));
    await cancelSubscription(deps(), holder.userId, { id: holder.subscriptionId, when: 'now' }, at(3));
    expect((await findEntry(db.dataSource.manager, userId, pro)).entry).toMatchObject({ status: 'OFFERED' });
    expect(await notices(userId, 'WAITLIST_OFFER')).toMatchObject([
      { link: `/subscriptions/${id}?plan=${pro}` },
    ]);
    await expect(aSubscriber(db.dataSource, pro, at(3), { userId: stranger })).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
    });
    await upgrade(at(3, 23));
    await bringUp(db.dataSource, instanceId, at(3, 23));
    expect(await see(id)).toMatchObject({ status: 'ACTIVE', planId: pro });
  });

  test('that is not taken in time goes to the next in line', async () => {
    const holder = await aSubscriber(db.dataSource, pro, START, { balance: 90_000 });
    const { userId } = await aSubscriber(db.dataSource, basic, START, { balance: 200_000 });
    await joinWaitlist(db.dataSource, userId, pro, at(1));
    const stranger = await aCustomer(db.dataSource);
    await joinWaitlist(db.dataSource, stranger, pro, at(2));
    await cancelSubscription(deps(), holder.userId, { id: holder.subscriptionId, when: 'now' }, at(3));
    await lapseOffers(db.dataSource, at(4));
    expect((await findEntry(db.dataSource.manager, stranger, pro)).entry).toMatchObject({
      status: 'OFFERED',
    });
  });

  test('is no reason to wait for a lower plan, or for the same', async () => {
    const { userId } = await aSubscriber(db.dataSource, pro, START, { balance: 90_000 });
    for (const planId of [basic, pro])
      await expect(joinWaitlist(db.dataSource, userId, planId, at(1))).rejects.toMatchObject({
        code: 'CONFLICT',
      });
  });
});
