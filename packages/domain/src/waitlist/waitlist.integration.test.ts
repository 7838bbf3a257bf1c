import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, BILLING, ENCRYPTION_KEY, type Subscriber } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../errors.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { subscribe } from '../subscription/subscribe.js';
import { joinWaitlist } from './join.js';
import { lapseOffers, leaveWaitlist } from './leave.js';
import { readEntry } from './read-entry.js';

const NOW = new Date('2026-05-04T03:00:00Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR);

let db: TestDatabase;
let planId: string;
let holder: Subscriber;
let line: [first: string, second: string, third: string];
beforeAll(async () => {
  db = await testDatabase({ poolSize: 30 });
});
afterAll(() => db.drop());
beforeEach(async () => {
  const { planIds } = await aService(db.dataSource, [{ price: 10_000, quota: 1 }]);
  planId = planIds[0]!;
  holder = await aSubscriber(db.dataSource, planId, NOW, { balance: 10_000 });
  line = [await customer(), await customer(), await customer()];
  for (const [index, userId] of line.entries()) await joinWaitlist(db.dataSource, userId, planId, at(index));
});

const customer = () => aCustomer(db.dataSource, { balance: 50_000 });
const buy = (userId: string, now: Date) =>
  subscribe(
    { dataSource: db.dataSource, encryptionKey: ENCRYPTION_KEY },
    userId,
    { planId, billingCycle: 'MONTHLY' },
    now,
  );
const free = ({ userId, subscriptionId }: Subscriber, now: Date) =>
  cancelSubscription(
    { dataSource: db.dataSource, billing: BILLING },
    userId,
    { id: subscriptionId, when: 'now' },
    now,
  );
const place = async (userId: string) => (await readEntry(db.dataSource.manager, userId, planId))?.position;
const slots = async () =>
  (await db.dataSource.query('SELECT used_quota, kept_quota FROM service_plans WHERE id = $1', [planId]))[0];

test('joining is in order, again changes nothing, and is told where one stands', async () => {
  await joinWaitlist(db.dataSource, line[0], planId, at(9));
  expect(await Promise.all(line.map(place))).toEqual([1, 2, 3]);
});

describe('a freed slot', () => {
  beforeEach(() => free(holder, at(10)));

  test('is kept for the first, for 24 hours, from everybody else', async () => {
    expect(await readEntry(db.dataSource.manager, line[0], planId)).toMatchObject({
      status: 'OFFERED',
      position: 0,
      offeredUntil: at(34).toISOString(),
    });
    await expect(buy(await customer(), at(11))).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      details: { availableQuota: 0 },
    });
    await expect(buy(line[1], at(11))).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    await buy(line[0], at(33.9));
    expect(await slots()).toEqual({ used_quota: 1, kept_quota: 0 });
    expect(await Promise.all(line.map(place))).toEqual([undefined, 1, 2]);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('lapses to the next, and to the one after', async () => {
    expect(await lapseOffers(db.dataSource, at(33.9))).toBe(0);
    expect(await lapseOffers(db.dataSource, at(34))).toBe(1);
    await expect(buy(line[0], at(34.1))).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    expect(await Promise.all(line.map(place))).toEqual([undefined, 0, 1]);
    await leaveWaitlist(db.dataSource, line[1], planId, at(35));
    expect(await Promise.all(line.map(place))).toEqual([undefined, undefined, 0]);
    await buy(line[2], at(36));
    expect(await slots()).toEqual({ used_quota: 1, kept_quota: 0 });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('is on sale again when nobody waits any more', async () => {
    for (const hours of [34, 58, 82]) await lapseOffers(db.dataSource, at(hours));
    expect(await slots()).toEqual({ used_quota: 0, kept_quota: 0 });
    await buy(await customer(), at(83));
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('a second one serves who waits next, and taking one of several leaves the line', async () => {
    await db.dataSource.query('UPDATE service_plans SET total_quota = 3 WHERE id = $1', [planId]);
    await buy(line[0], at(11));
    // Bought from what was free; what was kept went on to the next, and so did the third slot.
    expect(await Promise.all(line.map(place))).toEqual([undefined, 0, 0]);
    expect(await slots()).toEqual({ used_quota: 1, kept_quota: 2 });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

test('buying, leaving, lapsing and freeing all at once never sells, keeps or loses a slot too many', async () => {
  for (let round = 0; round < 12; round++) {
    const { planIds } = await aService(db.dataSource, [{ price: 10_000, quota: 3 }]);
    planId = planIds[0]!;
    const holders = await Promise.all(
      [1, 2, 3].map(() => aSubscriber(db.dataSource, planId, NOW, { balance: 10_000 })),
    );
    const waiting = await Promise.all(Array.from({ length: 6 }, customer));
    for (const userId of waiting) await joinWaitlist(db.dataSource, userId, planId, NOW);
    await free(holders[0]!, at(1));
    const buyers = await Promise.all(Array.from({ length: 3 }, customer));
    const refused = (error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    };
    await Promise.all([
      ...[...waiting, ...buyers].map((userId) => buy(userId, at(2)).catch(refused)),
      ...waiting.slice(0, 4).map((userId) => leaveWaitlist(db.dataSource, userId, planId, at(2))),
      lapseOffers(db.dataSource, at(26)),
      ...holders.slice(1).map((it) => free(it, at(2))),
    ]);
    expect(await brokenRules(db.dataSource)).toEqual([]);
    // Nobody waits beside a slot that is free.
    const [{ idle }] = await db.dataSource.query(
      `SELECT count(*) AS idle FROM service_plans p WHERE id = $1 AND used_quota + kept_quota < total_quota
          AND EXISTS (SELECT FROM waitlist_entries e WHERE e.plan_id = p.id AND e.status = 'WAITING'
            AND NOT EXISTS (SELECT FROM subscriptions s WHERE s.user_id = e.user_id AND s.status = 'ACTIVE'))`,
      [planId],
    );
    expect(idle).toBe(0);
  }
});

test('joining and leaving at once, many times: each is answered, and the place is there or not', async () => {
  const userId = line[0];
  for (let round = 0; round < 15; round++) {
    await joinWaitlist(db.dataSource, userId, planId, NOW);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) =>
        n % 2 === 0
          ? joinWaitlist(db.dataSource, userId, planId, NOW)
          : leaveWaitlist(db.dataSource, userId, planId, NOW),
      ),
    );
    expect(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))).toEqual(
      [],
    );
  }
  expect(await brokenRules(db.dataSource)).toEqual([]);
});
