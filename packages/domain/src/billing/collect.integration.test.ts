import type { UpdateSubscriptionInput } from '@minispod/contracts/subscription';
import { User } from '@minispod/database/entities/user.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import {
  aSubscriber,
  BILLING,
  paidTopUp,
  readBalance,
  readSubscription,
  type Subscriber,
} from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paySubscription } from '../subscription/pay.js';
import { resumeSubscription } from '../subscription/resume.js';
import { suspendSubscription } from '../subscription/suspend.js';
import { updateSubscription } from '../subscription/update.js';
import { collectForgotten } from './collect-forgotten.js';
import { collectDues, runBilling } from './run-billing.js';

const START = new Date('2026-01-15T03:00:00Z');
const DUE = new Date('2026-02-15T03:00:00Z');
const PRICE = 50_000;
const at = (day: number) => new Date(DUE.getTime() + day * 86_400_000 + 2_000);
const SUSPENDED_AT = at(7);
const RETENTION_END = 37;

let db: TestDatabase;
let plans: [lower: string, plan: string];
let it: Subscriber;
let administrator: string;
beforeAll(async () => {
  db = await testDatabase({ poolSize: 25 });
  administrator = await aCustomer(db.dataSource);
  await db.dataSource.manager.update(User, { id: administrator }, { role: 'ADMINISTRATOR' });
});
afterAll(() => db.drop());
beforeEach(async () => {
  const { planIds } = await aService(db.dataSource, [
    { price: 20_000, quota: 1 },
    { price: PRICE, quota: 1 },
  ]);
  plans = planIds as typeof plans;
  it = await aSubscriber(db.dataSource, plans[1], START, { balance: PRICE });
});
afterEach(async () => {
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

const deps = () => ({ dataSource: db.dataSource, billing: BILLING });
const subscription = () => readSubscription(db.dataSource, it.subscriptionId);
const balance = () => readBalance(db.dataSource, it.userId);
const topUp = (amount: number, now: Date) => paidTopUp(db.dataSource, it.userId, amount, now);
const change = (input: Omit<UpdateSubscriptionInput, 'id'>, now: Date) =>
  updateSubscription(deps(), it.userId, { id: it.subscriptionId, ...input }, now);
const pay = (now: Date, requestId?: string) =>
  paySubscription(deps(), it.userId, { id: it.subscriptionId, ...(requestId && { requestId }) }, now);
/** Suspended for want of money. */
async function suspend(): Promise<void> {
  for (const day of [0, 7]) await runBilling(deps(), at(day));
  expect(await subscription()).toMatchObject({ status: 'SUSPENDED', suspendedAt: SUSPENDED_AT });
  await db.dataSource.query(`DELETE FROM outbox WHERE job = 'collect-dues'`);
}
/** Works off what was promised to be collected for this customer, and forgets it. Returns how often that was. */
async function collectPromised(now: Date): Promise<number> {
  const [, count] = await db.dataSource.query(
    `DELETE FROM outbox WHERE job = 'collect-dues' AND payload->>'userId' = $1`,
    [it.userId],
  );
  if (count > 0) await collectDues(deps(), it.userId, now);
  return count;
}
/** The money has come, and the job that would have collected it is lost. */
async function moneyUnseen(amount = PRICE, now = at(9)): Promise<void> {
  await topUp(amount, now);
  await db.dataSource.query(`DELETE FROM outbox WHERE job = 'collect-dues'`);
}

describe('whatever changes what is due collects it', () => {
  test.each<[string, Omit<UpdateSubscriptionInput, 'id'>]>([
    ['renewing by itself again', { autoRenew: true }],
    ['another order of payment', { priority: 3 }],
    ['a planned downgrade withdrawn', { downgradeTo: null }],
  ])('%s', async (_, input) => {
    await suspend();
    if (input.autoRenew) await change({ autoRenew: false }, at(8));
    await moneyUnseen();
    await change(input, at(10));
    expect(await collectPromised(at(10))).toBe(1);
    expect(await subscription()).toMatchObject({ status: 'ACTIVE', anchor: at(10) });
    expect(await balance()).toBe(0);
  });

  test('a downgrade planned', async () => {
    await suspend();
    await change({ downgradeTo: plans[0] }, at(8));
    expect(await collectPromised(at(8))).toBe(1);
  });

  test('an administrator’s resume, of what is paid and of what is not', async () => {
    await suspendSubscription(
      db.dataSource,
      administrator,
      { id: it.subscriptionId, reason: 'Abuse' },
      at(-3),
    );
    // At once, so that no stopped day moves the end of the period.
    await resumeSubscription(deps(), administrator, it.subscriptionId, at(-3));
    expect(await collectPromised(at(-3))).toBeGreaterThan(0);
    await suspend();
    await suspendSubscription(
      db.dataSource,
      administrator,
      { id: it.subscriptionId, reason: 'Abuse' },
      at(8),
    );
    await moneyUnseen();
    await resumeSubscription(deps(), administrator, it.subscriptionId, at(10));
    expect(await subscription()).toMatchObject({ status: 'ACTIVE' });
    expect(await collectPromised(at(10))).toBeGreaterThan(0);
  });

  test('… but ends nothing: what is set not to renew runs on to the daily try', async () => {
    await runBilling(deps(), at(0));
    await change({ autoRenew: false }, at(0.5));
    await collectPromised(at(0.5));
    expect(await subscription()).toMatchObject({ status: 'ACTIVE' });
    await change({ autoRenew: true }, at(0.6));
    await topUp(PRICE, at(0.7));
    await collectPromised(at(0.7));
    expect(await subscription()).toMatchObject({ status: 'ACTIVE', gracePeriodEnd: null, currentK: 1 });
  });
});

describe('a service whose owner has the money', () => {
  test('comes back though the job that should have collected it is lost', async () => {
    await suspend();
    await moneyUnseen();
    await collectForgotten(deps(), at(10));
    expect(await subscription()).toMatchObject({ status: 'ACTIVE' });
    expect(await balance()).toBe(0);
  });

  test('is not deleted with its data when the time is over, but comes back', async () => {
    await suspend();
    await moneyUnseen();
    await runBilling(deps(), at(RETENTION_END));
    expect(await subscription()).toMatchObject({ status: 'ACTIVE' });
  });

  test('whose plan is full is kept for as long as it waits, and comes back with the first slot', async () => {
    await suspend();
    await aSubscriber(db.dataSource, plans[1], at(8), { balance: PRICE });
    await moneyUnseen();
    for (const day of [RETENTION_END, RETENTION_END + 1]) await runBilling(deps(), at(day));
    expect(await subscription()).toMatchObject({
      status: 'SUSPENDED',
      retentionEnd: at(RETENTION_END + 2),
    });
    expect(await balance()).toBe(PRICE);
    await db.dataSource.query('UPDATE service_plans SET total_quota = 2 WHERE id = $1', [plans[1]]);
    await runBilling(deps(), at(RETENTION_END + 2));
    expect(await subscription()).toMatchObject({ status: 'ACTIVE' });
  });

  test('… unless it was set not to renew', async () => {
    await suspend();
    await change({ autoRenew: false }, at(8));
    await moneyUnseen();
    await collectForgotten(deps(), at(12));
    await runBilling(deps(), at(RETENTION_END));
    expect(await subscription()).toMatchObject({ status: 'EXPIRED' });
  });
});

describe('pay now', () => {
  test('brings it back at once, and twice is once', async () => {
    await suspend();
    await moneyUnseen(3 * PRICE);
    const first = await pay(at(10), 'one-key-for-it');
    expect(first).toMatchObject({ status: 'ACTIVE', amountDue: 0 });
    expect(await pay(at(10.1), 'one-key-for-it')).toEqual(first);
    // Nothing is due any more: a second press costs nothing.
    await pay(at(10.2));
    expect(await balance()).toBe(2 * PRICE);
  });

  test('pressed by many hands at once is one charge', async () => {
    await suspend();
    await moneyUnseen(3 * PRICE);
    await Promise.all(Array.from({ length: 10 }, () => pay(at(10))));
    expect(await balance()).toBe(2 * PRICE);
  });

  test('pays what is in grace, without a gap', async () => {
    await runBilling(deps(), at(0));
    await moneyUnseen(PRICE, at(1));
    expect(await pay(at(2))).toMatchObject({ status: 'ACTIVE', gracePeriodEnd: null });
    expect(await subscription()).toMatchObject({ endDate: new Date('2026-03-15T03:00:00Z') });
  });

  test('pays this one before what else is due', async () => {
    const { planIds } = await aService(db.dataSource, [{ price: PRICE }]);
    await topUp(PRICE, START);
    const other = await aSubscriber(db.dataSource, planIds[0]!, START, { userId: it.userId });
    await suspend();
    await change({ priority: 900 }, at(8));
    await moneyUnseen();
    expect(await pay(at(10))).toMatchObject({ status: 'ACTIVE' });
    expect(await readSubscription(db.dataSource, other.subscriptionId)).toMatchObject({
      status: 'SUSPENDED',
    });
  });

  test('pays for one that is not to renew, and leaves that as it is', async () => {
    await suspend();
    await change({ autoRenew: false }, at(8));
    await moneyUnseen();
    expect(await pay(at(10))).toMatchObject({ status: 'ACTIVE', autoRenew: false });
  });

  test('says what is missing, and charges nothing', async () => {
    await suspend();
    await moneyUnseen(20_000);
    await expect(pay(at(10))).rejects.toMatchObject({
      code: 'INSUFFICIENT_CREDIT',
      details: { required: PRICE, balance: 20_000, shortfall: 30_000 },
    });
    expect(await balance()).toBe(20_000);
  });

  test('of a full plan waits for a slot, uncharged', async () => {
    await suspend();
    await aSubscriber(db.dataSource, plans[1], at(8), { balance: PRICE });
    await moneyUnseen();
    expect(await pay(at(10))).toMatchObject({ status: 'SUSPENDED', amountDue: PRICE });
    expect(await balance()).toBe(PRICE);
  });

  test('starts nothing that an administrator stopped, and nothing that has ended', async () => {
    await suspendSubscription(
      db.dataSource,
      administrator,
      { id: it.subscriptionId, reason: 'Abuse' },
      at(-3),
    );
    await moneyUnseen();
    await expect(pay(at(10))).rejects.toMatchObject({ code: 'CONFLICT' });
    await resumeSubscription(deps(), administrator, it.subscriptionId, at(10));
    await change({ autoRenew: false }, at(11));
    await runBilling(deps(), new Date((await subscription()).endDate.getTime() + 1));
    await expect(pay(at(60))).rejects.toMatchObject({ code: 'CONFLICT', details: { status: 'CANCELLED' } });
    expect(await balance()).toBe(PRICE);
  });
});
