import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import {
  aSubscriber,
  BILLING,
  bringUp,
  paidTopUp,
  readBalance,
  readSubscription,
  type Subscriber,
} from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DomainError } from '../errors.js';
import { failProvisioning } from '../provisioning/fail-provisioning.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { collectDues, runBilling } from './run-billing.js';

const START = new Date('2026-01-15T03:00:00Z');
const DUE = new Date('2026-02-15T03:00:00Z');
const PRICE = 30_000;
const DEARER = 90_000;
const ROUNDS = 40;

let db: TestDatabase;
let plans: [string, string];
beforeAll(async () => {
  db = await testDatabase({ poolSize: 30 });
  plans = (
    await aService(db.dataSource, [
      { price: PRICE, quota: 1_000 },
      { price: DEARER, quota: 1_000 },
    ])
  ).planIds as typeof plans;
});
afterAll(() => db.drop());

const deps = () => ({ dataSource: db.dataSource, billing: BILLING });
/** Refusals are an outcome; everything else is a bug. */
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof DomainError) return error.code;
      throw error;
    },
  );

/** Races once for each customer, all of them at the same time, and tells which ends were seen how often. */
async function race(
  balance: number,
  run: (it: Subscriber) => Promise<unknown>,
  end: (it: Subscriber) => Promise<string>,
): Promise<Record<string, number>> {
  const ends: Record<string, number> = {};
  const all: Subscriber[] = [];
  for (let round = 0; round < ROUNDS; round++)
    all.push(await aSubscriber(db.dataSource, plans[0], START, { balance: PRICE + balance }));
  for (let first = 0; first < ROUNDS; first += 8) await Promise.all(all.slice(first, first + 8).map(run));
  for (const it of all) {
    const seen = await end(it);
    ends[seen] = (ends[seen] ?? 0) + 1;
  }
  expect(await brokenRules(db.dataSource)).toEqual([]);
  return ends;
}

const renewal = (it: Subscriber) => collectDues(deps(), it.userId, DUE);
const state = async (it: Subscriber) => {
  const { status, planId, currentK } = await readSubscription(db.dataSource, it.subscriptionId);
  const plan = planId === plans[0] ? 'basic' : 'pro';
  return `${status} ${plan} k=${currentK}: ${await readBalance(db.dataSource, it.userId)}`;
};

test('an upgrade and a renewal: whichever comes first, the new period costs the same and is paid once', async () => {
  const lastMoment = new Date(DUE.getTime() - 1_000);
  const ends = await race(
    200_000,
    async (it) => {
      const order = { id: it.subscriptionId, planId: plans[1] };
      const upgrade = (now: Date) => outcome(upgradeSubscription(db.dataSource, it.userId, order, now));
      const first = Math.random() < 0.5;
      await Promise.all([
        ...(first ? [upgrade(lastMoment)] : []),
        renewal(it),
        runBilling(deps(), DUE),
        ...(first ? [] : [upgrade(Math.random() < 0.5 ? lastMoment : DUE)]),
        renewal(it),
      ]);
      await bringUp(db.dataSource, it.instanceId, DUE);
      await renewal(it);
    },
    state,
  );
  for (const end of Object.keys(ends)) {
    expect([
      // In the last second for nothing and then renewed at the dearer price, or renewed and then the difference paid.
      `ACTIVE pro k=1: ${200_000 - DEARER}`,
      // It found a period that was over and not yet paid, and was refused.
      `ACTIVE basic k=1: ${200_000 - PRICE}`,
    ]).toContain(end);
  }
});

test('cancelling now and a renewal: ended without the new period, or ended with all of it given back', async () => {
  const ends = await race(
    PRICE,
    (it) =>
      Promise.all([
        renewal(it),
        outcome(cancelSubscription(deps(), it.userId, { id: it.subscriptionId, when: 'now' }, DUE)),
        renewal(it),
        runBilling(deps(), DUE),
      ]),
    state,
  );
  for (const end of Object.keys(ends))
    expect([`CANCELLED basic k=0: ${PRICE}`, `CANCELLED basic k=1: ${PRICE}`]).toContain(end);
});

test('a top-up and the suspension: charged and never stopped, or stopped and back with one fresh period', async () => {
  const graceEnd = new Date(DUE.getTime() + 7 * 86_400_000);
  const ends = await race(
    0,
    async (it) => {
      await renewal(it);
      await runBilling(deps(), DUE);
      for (let day = 1; day < 7; day++) await runBilling(deps(), new Date(DUE.getTime() + day * 86_400_000));
      await Promise.all([
        runBilling(deps(), graceEnd),
        paidTopUp(db.dataSource, it.userId, PRICE, graceEnd).then(() =>
          collectDues(deps(), it.userId, graceEnd),
        ),
        runBilling(deps(), graceEnd),
      ]);
      await collectDues(deps(), it.userId, graceEnd);
    },
    async (it) => {
      const { status, endDate, currentK } = await readSubscription(db.dataSource, it.subscriptionId);
      return `${status} k=${currentK} until ${endDate.toISOString().slice(0, 10)}: ${await readBalance(db.dataSource, it.userId)}`;
    },
  );
  for (const end of Object.keys(ends))
    expect(['ACTIVE k=1 until 2026-03-15: 0', 'ACTIVE k=1 until 2026-03-22: 0']).toContain(end);
});

test('an upgrade that the cluster finishes and refuses at once ends one way', async () => {
  const now = new Date('2026-02-01T03:00:00Z');
  const ends = await race(
    200_000,
    async (it) => {
      await upgradeSubscription(db.dataSource, it.userId, { id: it.subscriptionId, planId: plans[1] }, now);
      const problem = { code: 'UNSCHEDULABLE', message: 'no room' } as const;
      await Promise.all([
        bringUp(db.dataSource, it.instanceId, now),
        failProvisioning(db.dataSource, it.instanceId, problem, now),
        bringUp(db.dataSource, it.instanceId, now),
        failProvisioning(db.dataSource, it.instanceId, problem, now),
      ]);
    },
    state,
  );
  for (const end of Object.keys(ends)) expect(end).toMatch(/^ACTIVE (basic k=0: 200000|pro k=0: 172\d{3})$/);
});

test('… which the lock on the wallet is needed for', async () => {
  const other = await testDatabase({ poolSize: 30 });
  const { planIds } = await aService(other.dataSource, [{ price: PRICE, quota: 1_000 }]);
  const all: Subscriber[] = [];
  for (let round = 0; round < 8; round++)
    all.push(await aSubscriber(other.dataSource, planIds[0]!, START, { balance: 3 * PRICE }));
  const taken = sabotage(other.dataSource, / FOR UPDATE$/);
  const it = { dataSource: other.dataSource, billing: BILLING };
  const results = await Promise.allSettled(
    all.flatMap(({ userId, subscriptionId }) => [
      cancelSubscription(it, userId, { id: subscriptionId, when: 'now' }, DUE),
      collectDues(it, userId, DUE),
      collectDues(it, userId, DUE),
    ]),
  );
  taken.restore();
  const broken = await brokenRules(other.dataSource);
  await other.drop();
  expect(broken.length + results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
});
