import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import {
  aSubscriber,
  BILLING,
  bringUp,
  readBalance,
  readSubscription,
  type Subscriber,
} from '@minispod/testing/subscribers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failProvisioning } from '../provisioning/fail-provisioning.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { getSubscription } from '../subscription/get-subscription.js';
import { quoteUpgrade } from '../subscription/quote-upgrade.js';
import { updateSubscription } from '../subscription/update.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { runBilling } from './run-billing.js';

const START = new Date('2026-04-01T03:00:00Z');
/** April has 30 days: every day is a thirtieth. */
const day = (n: number) => new Date(START.getTime() + n * 86_400_000);

let db: TestDatabase;
let plans: [basic: string, pro: string, premium: string];
let it: Subscriber;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  const { planIds } = await aService(db.dataSource, [
    { price: 30_000, yearlyPrice: 300_000 },
    { price: 90_000, yearlyPrice: 900_000 },
    { price: 300_000, quota: 1 },
  ]);
  plans = planIds as typeof plans;
  it = await aSubscriber(db.dataSource, plans[0], START, { balance: 1_000_000 });
});

const deps = () => ({ dataSource: db.dataSource, billing: BILLING });
const balance = () => readBalance(db.dataSource, it.userId);
const subscription = () => readSubscription(db.dataSource, it.subscriptionId);
const quote = (planId: string, now: Date) =>
  quoteUpgrade(db.dataSource, it.userId, { id: it.subscriptionId, planId }, now);
const upgrade = (planId: string, now: Date, quoteId?: string) =>
  upgradeSubscription(
    db.dataSource,
    it.userId,
    { id: it.subscriptionId, planId, ...(quoteId && { quoteId }) },
    now,
  );
const change = (input: Omit<Parameters<typeof updateSubscription>[2], 'id'>, now: Date) =>
  updateSubscription(deps(), it.userId, { id: it.subscriptionId, ...input }, now);
const used = async () =>
  (
    await db.dataSource.query(
      'SELECT used_quota AS n FROM service_plans WHERE id = ANY($1) ORDER BY monthly_price',
      [plans],
    )
  ).map(({ n }: { n: number }) => n);
/** Everything of a customer that an upgrade may change. */
async function snapshot() {
  const { updatedAt: _, ...row } = await subscription();
  const period = await db.dataSource.query('SELECT * FROM billing_periods WHERE subscription_id = $1', [
    row.id,
  ]);
  const [{ updated_at: __, ...wallet }] = await db.dataSource.query(
    'SELECT * FROM wallets WHERE user_id = $1',
    [it.userId],
  );
  return { row, period, wallet, used: await used() };
}

describe('an upgrade in the middle of a period', () => {
  test('costs exactly its quote, though minutes have passed; the due date stays', async () => {
    const { quoteId, amount } = await quote(plans[1], day(10));
    // Two thirds of 90.000 less two thirds of 30.000.
    expect(amount).toBe(40_000);
    await upgrade(plans[1], new Date(day(10).getTime() + 14 * 60_000), quoteId);
    expect(await balance()).toBe(930_000);
    expect(await used()).toEqual([1, 1, 0]);
    await bringUp(db.dataSource, it.instanceId, day(10.1));
    expect(await subscription()).toMatchObject({
      status: 'ACTIVE',
      planId: plans[1],
      price: 90_000,
      endDate: day(30),
      previousPlanId: plans[0],
      lastChargeAmount: 40_000,
    });
    expect(await used()).toEqual([0, 1, 0]);
    await runBilling(deps(), day(30));
    expect(await balance()).toBe(840_000);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('the later periods cost what the quote said, though the plan became dearer meanwhile', async () => {
    const { quoteId, nextPrice } = await quote(plans[1], day(15));
    await db.dataSource.query('UPDATE service_plans SET monthly_price = 120000 WHERE id = $1', [plans[1]]);
    await upgrade(plans[1], day(15), quoteId);
    expect(
      (await getSubscription(db.dataSource.manager, it.userId, it.subscriptionId, day(15))).nextPrice,
    ).toBe(90_000);
    await bringUp(db.dataSource, it.instanceId, day(15));
    const before = await balance();
    await runBilling(deps(), day(30));
    expect([nextPrice, before - (await balance())]).toEqual([90_000, 90_000]);
    expect(await subscription()).toMatchObject({ price: 90_000, monthlyPrice: 90_000, pendingPrice: null });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('a quote that lapsed, or fits no more, is refused and nothing written', async () => {
    const before = await snapshot();
    const { quoteId } = await quote(plans[1], day(10));
    await expect(upgrade(plans[1], new Date(day(10).getTime() + 15 * 60_000), quoteId)).rejects.toMatchObject(
      {
        code: 'CONFLICT',
      },
    );
    await expect(upgrade(plans[2], day(10), quoteId)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await snapshot()).toEqual(before);
  });

  test('refused by the cluster: plan, price, due date, slots and wallet exactly as before', async () => {
    const before = await snapshot();
    await upgrade(plans[2], day(10));
    expect(await used()).toEqual([1, 0, 1]);
    await failProvisioning(
      db.dataSource,
      it.instanceId,
      { code: 'UNSCHEDULABLE', message: 'no room' },
      day(10.1),
    );
    expect(await snapshot()).toEqual(before);
    expect(await brokenRules(db.dataSource)).toEqual([]);
    // And it can be tried again.
    await upgrade(plans[1], day(11));
    expect((await subscription()).status).toBe('PENDING_UPGRADE');
  });

  test('two in a period cost together no more than having had each plan for its days', async () => {
    await upgrade(plans[1], day(10));
    await bringUp(db.dataSource, it.instanceId, day(10));
    await upgrade(plans[2], day(20));
    await bringUp(db.dataSource, it.instanceId, day(20));
    // Ten days of each of the three: a third of 30.000, of 90.000 and of 300.000.
    expect(1_000_000 - (await balance())).toBe(140_000);
    await cancelSubscription(deps(), it.userId, { id: it.subscriptionId, when: 'now' }, day(25));
    // Five days of the dearest come back, though no single invoice was over as much as all of them.
    expect(1_000_000 - (await balance())).toBe(90_000);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('a refund larger than the last invoice is spread over those that were paid', async () => {
    await upgrade(plans[1], day(1));
    await bringUp(db.dataSource, it.instanceId, day(1));
    await cancelSubscription(deps(), it.userId, { id: it.subscriptionId, when: 'now' }, day(1));
    expect(1_000_000 - (await balance())).toBe(1_000);
    const notes = await db.dataSource.query(
      `SELECT i.total AS invoiced, n.total AS credited FROM invoices n JOIN invoices i ON i.id = n.corrects_id WHERE n.user_id = $1 ORDER BY n.number`,
      [it.userId],
    );
    expect(notes).toEqual([
      { invoiced: 58_000, credited: 58_000 },
      { invoiced: 30_000, credited: 29_000 },
    ]);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

describe('a planned downgrade', () => {
  beforeEach(async () => {
    await upgrade(plans[1], START);
    await bringUp(db.dataSource, it.instanceId, START);
    await change({ downgradeTo: plans[0] }, day(5));
  });

  test('happens at the end of the period, at the lower price', async () => {
    const before = await balance();
    expect((await subscription()).planId).toBe(plans[1]);
    await runBilling(deps(), day(30));
    expect(await subscription()).toMatchObject({ planId: plans[0], price: 30_000, downgradeTo: null });
    expect(await balance()).toBe(before - 30_000);
    expect(await used()).toEqual([1, 0, 0]);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('costs what it cost when it was planned, and without a slot what the present plan cost', async () => {
    await db.dataSource.query(
      'UPDATE service_plans SET monthly_price = monthly_price + 7000 WHERE id = ANY($1)',
      [plans],
    );
    const before = await balance();
    await runBilling(deps(), day(30));
    expect(await balance()).toBe(before - 30_000);
    await change({ downgradeTo: null }, day(31));
    await upgrade(plans[1], day(31));
    await bringUp(db.dataSource, it.instanceId, day(31));
    await change({ downgradeTo: plans[0] }, day(32));
    await db.dataSource.query('UPDATE service_plans SET total_quota = used_quota WHERE id = $1', [plans[0]]);
    const held = await balance();
    await db.dataSource.query(
      'UPDATE service_plans SET monthly_price = monthly_price + 7000 WHERE id = ANY($1)',
      [plans],
    );
    await runBilling(deps(), new Date('2026-06-01T03:00:00Z'));
    expect(await balance()).toBe(held - 97_000);
  });

  test('withdrawn before, it does not', async () => {
    const before = await balance();
    await change({ downgradeTo: null }, day(29));
    await runBilling(deps(), day(30));
    expect(await subscription()).toMatchObject({ planId: plans[1], price: 90_000 });
    expect(await balance()).toBe(before - 90_000);
  });

  test('without a slot there it stays as it is, and its owner is told', async () => {
    await db.dataSource.query('UPDATE service_plans SET total_quota = used_quota WHERE id = $1', [plans[0]]);
    await runBilling(deps(), day(30));
    expect(await subscription()).toMatchObject({ planId: plans[1], price: 90_000, downgradeTo: null });
    const told = await db.dataSource.query('SELECT kind FROM notifications WHERE user_id = $1', [it.userId]);
    expect(told).toContainEqual({ kind: 'DOWNGRADE_POSTPONED' });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('to a plan that is no longer sold by the year, it happens at the price that was shown', async () => {
    await change({ billingCycle: 'YEARLY' }, day(6));
    await db.dataSource.query('UPDATE service_plans SET yearly_price = NULL WHERE id = $1', [plans[0]]);
    await runBilling(deps(), new Date('2027-04-07T03:00:00Z'));
    expect(await subscription()).toMatchObject({ planId: plans[0], price: 300_000, status: 'ACTIVE' });
    expect(await used()).toEqual([1, 0, 0]);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

describe('monthly ↔ yearly', () => {
  test('a year begins at once, less what is left of the month', async () => {
    await change({ billingCycle: 'YEARLY' }, day(10));
    expect(1_000_000 - (await balance())).toBe(30_000 + 300_000 - 20_000);
    expect(await subscription()).toMatchObject({
      billingCycle: 'YEARLY',
      price: 300_000,
      endDate: new Date('2027-04-11T03:00:00Z'),
    });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('back to months when the year is over, not before', async () => {
    await change({ billingCycle: 'YEARLY' }, day(0));
    await change({ billingCycle: 'MONTHLY' }, day(100));
    expect((await subscription()).billingCycle).toBe('YEARLY');
    const before = await balance();
    await runBilling(deps(), new Date('2027-04-01T03:00:00Z'));
    expect(await subscription()).toMatchObject({
      billingCycle: 'MONTHLY',
      price: 30_000,
      endDate: new Date('2027-05-01T03:00:00Z'),
    });
    expect(await balance()).toBe(before - 30_000);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});
