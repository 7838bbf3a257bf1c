import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, BILLING, readBalance, readSubscription } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBilling } from './run-billing.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const bill = (now: Date) => runBilling({ dataSource: db.dataSource, billing: BILLING }, now);
/** Day and time in Jakarta. */
const local = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);

async function periods(subscriptionId: string): Promise<[start: string, end: string, price: number][]> {
  const rows: { starts_at: Date; ends_at: Date; price: number }[] = await db.dataSource.query(
    'SELECT starts_at, ends_at, price FROM billing_periods WHERE subscription_id = $1 ORDER BY k',
    [subscriptionId],
  );
  return rows.map((row) => [local(row.starts_at), local(row.ends_at), row.price]);
}

describe('the anchor day', () => {
  test('the 31st walks 24 months of renewals, right to the day and the rupiah', async () => {
    // 31 January 2027, 00:30 in Jakarta: still the 30th by UTC.
    const start = new Date('2027-01-30T17:30:00Z');
    const { planIds } = await aService(db.dataSource, [{ price: 49_999 }]);
    const { userId, subscriptionId } = await aSubscriber(db.dataSource, planIds[0]!, start, {
      balance: 25 * 49_999 + 1,
    });
    for (let renewal = 1; renewal <= 24; renewal++) {
      const { endDate } = await readSubscription(db.dataSource, subscriptionId);
      expect(await bill(new Date(endDate.getTime() - 1))).toBe(0);
      expect(await readBalance(db.dataSource, userId)).toBe((25 - renewal) * 49_999 + 1);
      // Billing comes around seconds late, and twice: neither shifts a date or charges again.
      await bill(new Date(endDate.getTime() + renewal * 1_000));
      await bill(new Date(endDate.getTime() + renewal * 2_000));
      expect(await readBalance(db.dataSource, userId)).toBe((24 - renewal) * 49_999 + 1);
    }
    const days =
      '2027-01-31 2027-02-28 2027-03-31 2027-04-30 2027-05-31 2027-06-30 2027-07-31 2027-08-31 2027-09-30 2027-10-31 2027-11-30 2027-12-31 2028-01-31 2028-02-29 2028-03-31 2028-04-30 2028-05-31 2028-06-30 2028-07-31 2028-08-31 2028-09-30 2028-10-31 2028-11-30 2028-12-31 2029-01-31 2029-02-28'
        .split(' ')
        .map((day) => `${day}T00:30`);
    expect(await periods(subscriptionId)).toEqual(
      days.slice(0, -1).map((day, index) => [day, days[index + 1], 49_999]),
    );
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('29 February by the year: 28, 28, 28, and 29 again', async () => {
    const start = new Date('2028-02-29T05:00:00Z');
    const { planIds } = await aService(db.dataSource, [{ price: 50_000, yearlyPrice: 500_000 }]);
    const { userId, subscriptionId } = await aSubscriber(db.dataSource, planIds[0]!, start, {
      balance: 2_500_000,
      billingCycle: 'YEARLY',
    });
    for (let year = 2029; year <= 2032; year++) await bill(new Date(`${year}-03-01T00:00:00Z`));
    expect((await periods(subscriptionId)).map(([start]) => start.slice(0, 10))).toEqual([
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ]);
    expect(await readBalance(db.dataSource, userId)).toBe(0);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

describe('after downtime', () => {
  test('the oldest period first, each at its price, none for longer than the credit lasts', async () => {
    const start = new Date('2026-01-31T03:00:00Z');
    const { planIds } = await aService(db.dataSource, [{ price: 50_000 }]);
    const { userId, subscriptionId } = await aSubscriber(db.dataSource, planIds[0]!, start, {
      balance: 170_000,
    });
    // Nobody billed for half a year: two periods are covered, and the third is due now.
    const back = new Date('2026-07-20T00:00:00Z');
    await bill(back);
    expect((await periods(subscriptionId)).map(([start]) => start.slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
    ]);
    expect(await readBalance(db.dataSource, userId)).toBe(20_000);
    const { gracePeriodEnd, status } = await readSubscription(db.dataSource, subscriptionId);
    expect(status).toBe('ACTIVE');
    // What was promised is a week from when its owner could first know of it.
    expect(gracePeriodEnd).toEqual(new Date('2026-07-27T00:00:00Z'));
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

describe('one wallet, several services', () => {
  test('what its owner wants most is paid first', async () => {
    const start = new Date('2026-03-15T03:00:00Z');
    const services = await Promise.all([1, 2, 3].map(() => aService(db.dataSource, [{ price: 50_000 }])));
    const first = await aSubscriber(db.dataSource, services[0]!.planIds[0]!, start, { balance: 200_000 });
    const others = [];
    for (const { planIds } of services.slice(1)) {
      others.push(
        await aSubscriber(db.dataSource, planIds[0]!, new Date(start.getTime() + 1_000 * others.length), {
          userId: first.userId,
        }),
      );
    }
    const wanted = others[1]!;
    await db.dataSource.query('UPDATE subscriptions SET priority = 1 WHERE id = $1', [wanted.subscriptionId]);
    await bill(new Date('2026-04-15T03:01:00Z'));
    expect(await readBalance(db.dataSource, first.userId)).toBe(0);
    const grace = async (id: string) => (await readSubscription(db.dataSource, id)).gracePeriodEnd !== null;
    expect(await grace(wanted.subscriptionId)).toBe(false);
    expect(await grace(first.subscriptionId)).toBe(true);
    expect(await grace(others[0]!.subscriptionId)).toBe(true);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

test('a customer whose billing fails stops nobody else, and is named', async () => {
  const start = new Date('2026-05-15T03:00:00Z');
  const { planIds } = await aService(db.dataSource, [{ price: 50_000 }]);
  const [bad, good] = [
    await aSubscriber(db.dataSource, planIds[0]!, start, { balance: 100_000 }),
    await aSubscriber(db.dataSource, planIds[0]!, start, { balance: 100_000 }),
  ];
  // Its next period is there already: the charge must be refused, whatever the reason it was written.
  await db.dataSource.query(
    `INSERT INTO billing_periods (subscription_id, k, starts_at, ends_at, price, segment_starts_at, segment_paid) VALUES ($1, 1, '2026-07-01', '2026-08-01', 0, '2026-07-01', 0)`,
    [bad.subscriptionId],
  );
  await expect(bill(new Date('2026-06-15T03:00:00Z'))).rejects.toThrow(bad.userId);
  expect(await readBalance(db.dataSource, good.userId)).toBe(0);
  expect(await readBalance(db.dataSource, bad.userId)).toBe(50_000);
  await db.dataSource.query('DELETE FROM billing_periods WHERE subscription_id = $1 AND k = 1', [
    bad.subscriptionId,
  ]);
  // It rests for a second.
  await bill(new Date('2026-06-15T03:00:01Z'));
  expect(await readBalance(db.dataSource, bad.userId)).toBe(0);
  expect(await brokenRules(db.dataSource)).toEqual([]);
});
