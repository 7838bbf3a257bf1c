import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, bringUp, ENCRYPTION_KEY, readBalance } from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createInstance } from '../instance/create-instance.js';
import { failProvisioning } from '../provisioning/fail-provisioning.js';
import { subscribe } from '../subscription/subscribe.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { closeCapacityAlert } from './alert-when-full.js';
import { recordCapacity } from './record-capacity.js';

const START = new Date('2026-03-01T03:00:00Z');
const at = (seconds: number) => new Date(START.getTime() + seconds * 1_000);
const NOTHING = { cpuMilli: 0, memoryMb: 0 };

let db: TestDatabase;
let planIds: string[];
// One of its own for each: whatever was ordered counts for everybody.
beforeEach(async () => {
  db = await testDatabase({ poolSize: 40 });
  ({ planIds } = await aService(db.dataSource, [
    { maximum: 3, quota: 100 },
    { price: 90_000, memoryMb: 1_024, maximum: 3, quota: 100 },
  ]));
});
afterEach(async () => {
  expect(await brokenRules(db.dataSource)).toEqual([]);
  await db.drop();
});

/** Nodes with this much memory left and plenty of processor. */
const seen = (free: number[], when: Date) =>
  recordCapacity(
    db.dataSource,
    {
      nodes: free.length,
      allocatable: NOTHING,
      requested: NOTHING,
      free: free.map((memoryMb) => ({ cpuMilli: 100_000, memoryMb })),
    },
    when,
  );
const deps = () => ({ dataSource: db.dataSource, encryptionKey: ENCRYPTION_KEY });
const buy = async (when: Date, plan = 0) => {
  const userId = await aCustomer(db.dataSource, { balance: 500_000 });
  const bought = await subscribe(deps(), userId, { planId: planIds[plan]!, billingCycle: 'MONTHLY' }, when);
  return { userId, ...bought };
};
const full = (wanted: object) =>
  expect.objectContaining({ code: 'INSUFFICIENT_RESOURCES', details: expect.objectContaining(wanted) });
it('sells what fits on one server, less what was ordered since', async () => {
  await seen([300, 600], at(0));
  await buy(at(1));
  await buy(at(2));
  await buy(at(3));
  const userId = await aCustomer(db.dataSource, { balance: 500_000 });
  const order = { planId: planIds[0]!, billingCycle: 'MONTHLY' } as const;
  await expect(subscribe(deps(), userId, order, at(4))).rejects.toThrow(
    full({ cpuMilli: 250, memoryMb: 256, largestFree: { cpuMilli: 99_500, memoryMb: 88 } }),
  );
  expect(await readBalance(db.dataSource, userId)).toBe(500_000);
  const [{ used }] = await db.dataSource.query('SELECT used_quota AS used FROM service_plans WHERE id = $1', [
    planIds[0],
  ]);
  expect(used).toBe(3);

  const alerts = () =>
    db.dataSource.query(`SELECT severity, message, closed_at FROM alerts WHERE kind = 'CAPACITY_EXHAUSTED'`);
  const message = expect.stringContaining('no node has 250m CPU and 256 MiB left');
  expect(await alerts()).toEqual([{ severity: 'CRITICAL', message, closed_at: null }]);
  await closeCapacityAlert(db.dataSource, at(5));
  expect(await alerts()).toEqual([{ severity: 'CRITICAL', message, closed_at: null }]);
  await seen([300, 600, 4_000], at(6));
  await closeCapacityAlert(db.dataSource, at(7));
  expect(await alerts()).toEqual([{ severity: 'CRITICAL', message, closed_at: at(7) }]);
});

it('gives room back when an order fails, and counts nothing twice once the pod was seen', async () => {
  await seen([300], at(0));
  const { instance } = await buy(at(1));
  await expect(buy(at(2))).rejects.toThrow(full({}));
  await failProvisioning(db.dataSource, instance.id, { code: 'CRASH_LOOP', message: '' }, at(3));
  const second = await buy(at(4));
  await bringUp(db.dataSource, second.instance.id, at(5));
  // The next reading has that pod in it.
  await seen([300], at(10));
  const third = await buy(at(11));
  await bringUp(db.dataSource, third.instance.id, at(12));
});

it('counts what was ordered before the reading and was not yet there', async () => {
  const waiting = await buy(at(0));
  await seen([300], at(5));
  await expect(buy(at(6))).rejects.toThrow(full({}));
  await bringUp(db.dataSource, waiting.instance.id, at(7));
});

it('refuses nobody without a reading of late, and keeps the newest', async () => {
  await buy(at(0));
  await seen([0], at(10));
  await seen([10_000], at(5));
  await expect(buy(at(11))).rejects.toThrow(full({ largestFree: { cpuMilli: 100_000, memoryMb: 0 } }));
  await buy(at(10 + 5 * 60));
});

it('asks for room of its own for another instance, and for the difference of an upgrade', async () => {
  const who = await aSubscriber(db.dataSource, planIds[0]!, at(0), { balance: 900_000 });
  await seen([700], at(1));
  const input = { id: who.subscriptionId, planId: planIds[1]! };
  await expect(upgradeSubscription(db.dataSource, who.userId, input, at(2))).rejects.toThrow(
    full({ memoryMb: 768 }),
  );
  await seen([800], at(3));
  await upgradeSubscription(db.dataSource, who.userId, input, at(4));
  await expect(buy(at(5))).rejects.toThrow(full({ largestFree: { cpuMilli: 100_000, memoryMb: 32 } }));
  await bringUp(db.dataSource, who.instanceId, at(6));
  await seen([100], at(7));
  await expect(createInstance(deps(), who.userId, { id: who.subscriptionId }, at(8))).rejects.toThrow(
    full({ memoryMb: 1_024 }),
  );
});

/** Thirty buyers of ten apps, and room for five. */
async function rush(): Promise<number> {
  const apps = await Promise.all(Array.from({ length: 10 }, () => aService(db.dataSource)));
  await seen([5 * 256 + 10], at(100));
  const buyers = await Promise.all(
    Array.from({ length: 30 }, () => aCustomer(db.dataSource, { balance: 100_000 })),
  );
  // Those who race must not wait for a connection first.
  await Promise.all(buyers.map(() => db.dataSource.query('SELECT pg_sleep(0.2)')));
  const answers = await Promise.allSettled(
    buyers.map((userId, index) =>
      subscribe(deps(), userId, { planId: apps[index % 10]!.planIds[0]!, billingCycle: 'MONTHLY' }, at(101)),
    ),
  );
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'INSUFFICIENT_RESOURCES' });
  return answers.filter(({ status }) => status === 'fulfilled').length;
}

it('of thirty who buy at once, exactly those get it for whom there is room', async () => {
  expect(await rush()).toBe(5);
});

it('would oversell without the lock', async () => {
  // One of each app gets so far before the first of them commits.
  const gone = sabotage(db.dataSource, /SELECT pg_advisory_xact_lock\(\$1\)/, 'SELECT $1::int, pg_sleep(2)');
  const sold = await rush();
  gone.restore();
  expect(sold).toBeGreaterThan(5);
});
