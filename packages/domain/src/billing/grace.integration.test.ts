import { withTransaction } from '@minispod/database/transaction';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import {
  aSubscriber,
  BILLING,
  paidTopUp,
  readBalance,
  readInstance,
  readSubscription,
  type Subscriber,
} from '@minispod/testing/subscribers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setWish } from '../instance/wishes.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { joinWaitlist } from '../waitlist/join.js';
import { collectDues, runBilling } from './run-billing.js';

const START = new Date('2026-01-15T03:00:00Z');
const DUE = new Date('2026-02-15T03:00:00Z');
const PRICE = 50_000;
const at = (day: number, ms = 2_000) => new Date(DUE.getTime() + day * 86_400_000 + ms);

let db: TestDatabase;
let planId: string;
let it: Subscriber;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  const { planIds } = await aService(db.dataSource, [{ price: PRICE, quota: 1 }]);
  planId = planIds[0]!;
  it = await aSubscriber(db.dataSource, planId, START, { balance: PRICE + 7 });
});

const deps = () => ({ dataSource: db.dataSource, billing: BILLING });
/** Every tick from the due date to the end of this day, a few a day as the worker would. */
async function live(from: number, to: number): Promise<void> {
  for (let day = from; day <= to; day++) {
    for (const hour of [0, 1, 9, 20]) await runBilling(deps(), at(day, hour * 3_600_000 + 2_000));
  }
}
async function topUp(amount: number, now: Date): Promise<void> {
  await paidTopUp(db.dataSource, it.userId, amount, now);
  await collectDues(deps(), it.userId, now);
}
const subscription = () => readSubscription(db.dataSource, it.subscriptionId);
const told = async (kind: string): Promise<{ data: Record<string, unknown>; created_at: Date }[]> =>
  db.dataSource.query(
    'SELECT data, created_at FROM notifications WHERE user_id = $1 AND kind = $2 ORDER BY id',
    [it.userId, kind],
  );
const attempts = async (): Promise<number> =>
  (
    await db.dataSource.query('SELECT count(*) AS n FROM charge_attempts WHERE subscription_id = $1', [
      it.subscriptionId,
    ])
  )[0].n;
const slots = async () =>
  (await db.dataSource.query('SELECT used_quota, kept_quota FROM service_plans WHERE id = $1', [planId]))[0];
const spent = async (): Promise<number> =>
  (await db.dataSource.query('SELECT total_spent AS n FROM wallets WHERE user_id = $1', [it.userId]))[0].n;

describe('seven days without credit', () => {
  test('the service runs, one reminder and one try a day, however often billing comes around', async () => {
    await live(0, 6);
    expect((await told('PAYMENT_DUE')).map(({ data }) => data)).toEqual(
      Array.from({ length: 7 }, () => ({
        serviceName: 'Echo',
        amountDue: PRICE,
        shortfall: PRICE - 7,
        stopsAt: at(7, 0).toISOString(),
      })),
    );
    expect(await attempts()).toBe(7);
    expect(await subscription()).toMatchObject({
      status: 'ACTIVE',
      gracePeriodEnd: at(7, 0),
      failedCharges: 7,
      endDate: DUE,
    });
    expect((await readInstance(db.dataSource, it.instanceId)).billingWish).toBe('RUN');
    expect(await slots()).toEqual({ used_quota: 1, kept_quota: 0 });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('a top-up on day 5 is charged at once and the period is unbroken', async () => {
    await live(0, 4);
    await topUp(60_000, at(5, 3_600_000));
    expect(await readBalance(db.dataSource, it.userId)).toBe(10_007);
    expect(await subscription()).toMatchObject({
      status: 'ACTIVE',
      gracePeriodEnd: null,
      failedCharges: 0,
      endDate: new Date('2026-03-15T03:00:00Z'),
      lastChargeAmount: PRICE,
      currentK: 1,
    });
    await live(5, 8);
    expect(await told('PAYMENT_DUE')).toHaveLength(5);
    expect(await spent()).toBe(2 * PRICE);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('one that does not cover it changes nothing', async () => {
    await live(0, 4);
    const before = await subscription();
    await topUp(10_000, at(5, -60_000));
    expect(await subscription()).toEqual(before);
    expect(await readBalance(db.dataSource, it.userId)).toBe(10_007);
  });

  test('one in the last moment is charged, not suspended', async () => {
    await live(0, 6);
    await paidTopUp(db.dataSource, it.userId, 60_000, at(7, -1));
    await runBilling(deps(), at(7));
    expect(await subscription()).toMatchObject({ status: 'ACTIVE', currentK: 1, gracePeriodEnd: null });
  });

  test('cancelled in grace: nothing is charged and nothing given back', async () => {
    await live(0, 3);
    await cancelSubscription(deps(), it.userId, { id: it.subscriptionId, when: 'now' }, at(4));
    expect(await subscription()).toMatchObject({ status: 'CANCELLED', nextActionAt: null });
    expect(await readBalance(db.dataSource, it.userId)).toBe(7);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

describe('suspended', () => {
  test('on time: stopped, the slot free, the data kept, and told until when', async () => {
    await live(0, 6);
    await runBilling(deps(), at(7, -1));
    expect((await subscription()).status).toBe('ACTIVE');
    await live(7, 7);
    expect(await subscription()).toMatchObject({
      status: 'SUSPENDED',
      suspendedBy: 'BILLING',
      suspendedAt: at(7),
      retentionEnd: at(37),
    });
    // Seven tries again after the first, the last of them when grace ended.
    expect(await attempts()).toBe(8);
    expect(await told('PAYMENT_DUE')).toHaveLength(7);
    expect(await told('SUSPENDED')).toMatchObject([
      { data: { amountDue: PRICE, shortfall: PRICE - 7, deletedAt: at(37).toISOString() } },
    ]);
    expect(await readInstance(db.dataSource, it.instanceId)).toMatchObject({
      billingWish: 'STOP',
      status: 'RUNNING',
      releasedAt: null,
      convergeSince: at(7),
    });
    expect(await slots()).toEqual({ used_quota: 0, kept_quota: 0 });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('a top-up on day 20: a slot again, a fresh period, not one rupiah for the suspended days', async () => {
    await live(0, 19);
    const paidAt = at(20, 3_600_123);
    await topUp(3 * PRICE, paidAt);
    expect(await subscription()).toMatchObject({
      status: 'ACTIVE',
      suspendedAt: null,
      anchor: paidAt,
      currentK: 1,
      endDate: new Date('2026-04-07T04:00:00.123Z'),
    });
    expect(await readBalance(db.dataSource, it.userId)).toBe(2 * PRICE + 7);
    expect(await slots()).toEqual({ used_quota: 1, kept_quota: 0 });
    expect(await readInstance(db.dataSource, it.instanceId)).toMatchObject({
      billingWish: 'RUN',
      customerWish: 'RUN',
    });
    expect(await told('REACTIVATED')).toHaveLength(1);
    // And from then on as ever.
    await runBilling(deps(), new Date('2026-04-07T04:00:01Z'));
    expect(await subscription()).toMatchObject({ endDate: new Date('2026-05-07T04:00:00.123Z') });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('what its owner had stopped stays stopped', async () => {
    await withTransaction(db.dataSource, (tx) =>
      setWish(tx, it.subscriptionId, 'customerWish', 'STOP', START),
    );
    await live(0, 9);
    await topUp(PRICE, at(10));
    expect((await subscription()).status).toBe('ACTIVE');
    expect(await readInstance(db.dataSource, it.instanceId)).toMatchObject({
      customerWish: 'STOP',
      billingWish: 'RUN',
    });
  });

  test('with its slot sold to somebody else: uncharged and first in line, then back by itself', async () => {
    await live(0, 7);
    const waiting = await aCustomer(db.dataSource, { balance: PRICE });
    const other = await aSubscriber(db.dataSource, planId, at(8), { balance: PRICE });
    await joinWaitlist(db.dataSource, waiting, planId, at(9));
    await topUp(2 * PRICE, at(10));
    expect((await subscription()).status).toBe('SUSPENDED');
    expect(await readBalance(db.dataSource, it.userId)).toBe(2 * PRICE + 7);

    await cancelSubscription(deps(), other.userId, { id: other.subscriptionId, when: 'now' }, at(11));
    // Ahead of who has waited longer; the freed slot is kept and the payment promised in the same commit.
    expect(await slots()).toEqual({ used_quota: 0, kept_quota: 1 });
    const [job] = await db.dataSource.query(
      `SELECT payload FROM outbox WHERE job = 'collect-dues' AND payload->>'userId' = $1 AND created_at = $2`,
      [it.userId, at(11)],
    );
    expect(job).toBeDefined();
    await collectDues(deps(), it.userId, at(11, 5_000));
    expect(await subscription()).toMatchObject({ status: 'ACTIVE', anchor: at(11, 5_000) });
    expect(await slots()).toEqual({ used_quota: 1, kept_quota: 0 });
    expect(await readBalance(db.dataSource, it.userId)).toBe(PRICE + 7);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('nothing by day 37: expired, its instance ended, the last notice sent, once', async () => {
    await live(0, 36);
    expect((await subscription()).status).toBe('SUSPENDED');
    await live(37, 39);
    expect(await subscription()).toMatchObject({
      status: 'EXPIRED',
      nextActionAt: null,
      endReason: 'UNPAID',
    });
    expect((await readInstance(db.dataSource, it.instanceId)).status).toBe('TERMINATED');
    const jobs = await db.dataSource.query(
      `SELECT payload FROM outbox WHERE job = 'remove-instance' AND payload->>'instanceId' = $1`,
      [it.instanceId],
    );
    expect(jobs).toHaveLength(1);
    expect(await told('EXPIRED')).toHaveLength(1);
    expect(await told('PAYMENT_DUE')).toHaveLength(7);
    expect(await spent()).toBe(PRICE);
    // Money that comes now is the customer's own.
    await topUp(PRICE, at(40));
    expect(await readBalance(db.dataSource, it.userId)).toBe(PRICE + 7);
    expect(await slots()).toEqual({ used_quota: 0, kept_quota: 0 });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});
