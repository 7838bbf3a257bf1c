import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, BILLING, bringUp, readBalance, type Subscriber } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getSubscription } from '../subscription/get-subscription.js';
import { listSubscriptions } from '../subscription/list-subscriptions.js';
import { quoteUpgrade } from '../subscription/quote-upgrade.js';
import { updateSubscription } from '../subscription/update.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { getWallet } from '../wallet/get-wallet.js';
import { runBilling } from './run-billing.js';
import { warnOfLowCredit } from './warn.js';

const START = new Date('2026-04-01T03:00:00Z');
const day = (n: number) => new Date(START.getTime() + n * 86_400_000);
/** The end of the month, and of a year that begins at the start. */
const MONTH = day(30);
const YEAR = day(365);

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const deps = () => ({ dataSource: db.dataSource, billing: BILLING });
const change = (it: Subscriber, input: object, now: Date) =>
  updateSubscription(deps(), it.userId, { id: it.subscriptionId, ...input }, now);
const upgrade = async (it: Subscriber, planId: string) => {
  const of = { id: it.subscriptionId, planId };
  const { quoteId } = await quoteUpgrade(db.dataSource, it.userId, of, day(1));
  await upgradeSubscription(db.dataSource, it.userId, { ...of, quoteId }, day(1));
};

/** Everything that foretells the next charge, a moment before it. */
async function foretold({ userId, subscriptionId }: Subscriber, due: Date) {
  const now = new Date(due.getTime() - 3_600_000);
  const { manager } = db.dataSource;
  const { nextPrice } = await getSubscription(manager, userId, subscriptionId, now);
  const { items } = await listSubscriptions(manager, userId, { page: 1, limit: 20 });
  const { upcoming, runwayEnd, creditBalance } = await getWallet(manager, userId, now);
  await warnOfLowCredit(deps(), now);
  const [warning] = await db.dataSource.query(
    `SELECT data FROM notifications WHERE user_id = $1 AND kind = 'CREDIT_LOW'`,
    [userId],
  );
  return {
    subscription: nextPrice,
    list: items[0]?.nextPrice,
    upcoming: upcoming[0]?.amount,
    runway: runwayEnd && runwayEnd.shortfall + creditBalance,
    warning: warning?.data.amount,
  };
}

interface Case {
  what: string;
  due: Date;
  price: number;
  make: (it: Subscriber, plans: string[]) => Promise<unknown>;
}
const CASES: Case[] = [
  { what: 'nothing planned', due: MONTH, price: 60_000, make: async () => {} },
  {
    what: 'a lower plan planned',
    due: MONTH,
    price: 30_000,
    make: (it, [low]) => change(it, { downgradeTo: low }, day(2)),
  },
  {
    what: 'a lower plan planned and withdrawn',
    due: MONTH,
    price: 60_000,
    async make(it, [low]) {
      await change(it, { downgradeTo: low }, day(2));
      await change(it, { downgradeTo: null }, day(3));
    },
  },
  {
    what: 'months planned after a year',
    due: YEAR,
    price: 60_000,
    async make(it) {
      await change(it, { billingCycle: 'YEARLY' }, START);
      await change(it, { billingCycle: 'MONTHLY' }, day(3));
    },
  },
  {
    what: 'months and a lower plan planned after a year, the plan first',
    due: YEAR,
    price: 30_000,
    async make(it, [low]) {
      await change(it, { downgradeTo: low }, START);
      await change(it, { billingCycle: 'YEARLY' }, START);
      await change(it, { billingCycle: 'MONTHLY' }, day(3));
    },
  },
  {
    what: 'a lower plan planned before a year was begun',
    due: YEAR,
    price: 300_000,
    async make(it, [low]) {
      await change(it, { downgradeTo: low }, START);
      await change(it, { billingCycle: 'YEARLY' }, START);
    },
  },
  {
    what: 'an upgrade done',
    due: MONTH,
    price: 90_000,
    async make(it, [, , high]) {
      await upgrade(it, high!);
      await bringUp(db.dataSource, it.instanceId, day(1));
    },
  },
];

test.each(CASES)('$what: every forecast says what is charged then', async ({ due, price, make }) => {
  const { planIds } = await aService(db.dataSource, [
    { price: 30_000, yearlyPrice: 300_000 },
    { price: 60_000, yearlyPrice: 600_000 },
    { price: 90_000, yearlyPrice: 900_000 },
  ]);
  const it = await aSubscriber(db.dataSource, planIds[1]!, START, { balance: 1_000_000 });
  await make(it, planIds);
  // Plans become dearer; what was promised does not. One rupiah is left, so that everything warns.
  await db.dataSource.query(
    'UPDATE service_plans SET monthly_price = monthly_price + 5000, yearly_price = yearly_price + 5000 WHERE id = ANY($1)',
    [planIds],
  );
  const before = await readBalance(db.dataSource, it.userId);
  await db.dataSource.query('UPDATE wallets SET balance = 1 WHERE user_id = $1', [it.userId]);
  expect(await foretold(it, due)).toEqual({
    subscription: price,
    list: price,
    upcoming: price,
    runway: price,
    warning: price,
  });
  await runBilling(deps(), due);
  const { manager } = db.dataSource;
  const inGrace = await getSubscription(manager, it.userId, it.subscriptionId, due);
  expect([inGrace.amountDue, inGrace.nextPrice]).toEqual([price, price]);
  await db.dataSource.query('UPDATE wallets SET balance = $2 WHERE user_id = $1', [it.userId, before]);
  await runBilling(deps(), new Date(due.getTime() + 86_400_000));
  expect(before - (await readBalance(db.dataSource, it.userId))).toBe(price);
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

test('while an upgrade is under way, forecasts say what its quote said', async () => {
  const { planIds } = await aService(db.dataSource, [{ price: 30_000 }, { price: 90_000 }]);
  const it = await aSubscriber(db.dataSource, planIds[0]!, START, { balance: 200_000 });
  await upgrade(it, planIds[1]!);
  const { nextPrice } = await getSubscription(db.dataSource.manager, it.userId, it.subscriptionId, day(1));
  const { upcoming } = await getWallet(db.dataSource.manager, it.userId, day(1));
  expect([nextPrice, upcoming[0]?.amount]).toEqual([90_000, 90_000]);
});
