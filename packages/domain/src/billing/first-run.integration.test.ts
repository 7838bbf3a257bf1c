import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import {
  aSubscriber,
  BILLING,
  bringUp,
  ENCRYPTION_KEY,
  readBalance,
  readSubscription,
} from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { failProvisioning } from '../provisioning/fail-provisioning.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { quoteUpgrade } from '../subscription/quote-upgrade.js';
import { subscribe } from '../subscription/subscribe.js';
import { updateSubscription } from '../subscription/update.js';
import { collectDues, runBilling } from './run-billing.js';

const START = new Date('2026-03-02T03:00:00Z');
const day = (n: number) => new Date(START.getTime() + n * 86_400_000);
const PAID = 1_000_000;

let db: TestDatabase;
let basic: string;
let pro: string;
beforeAll(async () => {
  db = await testDatabase();
  const { planIds } = await aService(db.dataSource, [
    { price: 50_000, yearlyPrice: 540_001, setupFee: 7_000 },
    { price: 90_000 },
  ]);
  [basic, pro] = planIds as [string, string];
});
afterEach(async () => expect(await brokenRules(db.dataSource)).toEqual([]));
afterAll(() => db.drop());

const deps = () => ({ dataSource: db.dataSource, billing: BILLING });

async function starting() {
  const userId = await aCustomer(db.dataSource, { balance: PAID });
  const { subscription, instance } = await subscribe(
    { dataSource: db.dataSource, encryptionKey: ENCRYPTION_KEY },
    userId,
    { planId: basic, billingCycle: 'MONTHLY' },
    START,
  );
  return { userId, id: subscription.id, instanceId: instance.id };
}

const fail = (instanceId: string, at: Date) =>
  failProvisioning(db.dataSource, instanceId, { code: 'NOT_READY_IN_TIME', message: 'not ready' }, at);

describe('nothing more is charged before the first instance has run', () => {
  test('not for a year: it is refused, and the failed start returns everything', async () => {
    const { userId, id, instanceId } = await starting();
    const yearly = updateSubscription(deps(), userId, { id, billingCycle: 'YEARLY' }, START);
    await expect(yearly).rejects.toMatchObject({ code: 'CONFLICT', details: { instance: 'starting' } });
    expect(await readBalance(db.dataSource, userId)).toBe(PAID - 57_000);
    await fail(instanceId, START);
    expect(await readBalance(db.dataSource, userId)).toBe(PAID);
  });

  test('not for a higher plan', async () => {
    const { userId, id } = await starting();
    const quote = quoteUpgrade(db.dataSource, userId, { id, planId: pro }, START);
    await expect(quote).rejects.toMatchObject({ code: 'CONFLICT', details: { instance: 'starting' } });
    await cancelSubscription(deps(), userId, { id, when: 'now' }, START);
    expect(await readBalance(db.dataSource, userId)).toBe(PAID);
  });

  test.each(['failed', 'cancelled'])(
    'not for a period that fell due meanwhile: the start %s',
    async (how) => {
      const { userId, id, instanceId } = await starting();
      await runBilling(deps(), day(40));
      await collectDues(deps(), userId, day(40));
      expect(await readBalance(db.dataSource, userId)).toBe(PAID - 57_000);
      if (how === 'failed') await fail(instanceId, day(41));
      else await cancelSubscription(deps(), userId, { id, when: 'now' }, day(41));
      expect(await readBalance(db.dataSource, userId)).toBe(PAID);
      expect(await readSubscription(db.dataSource, id)).toMatchObject({ status: 'CANCELLED', currentK: 0 });
    },
  );

  test('and one that was to end meanwhile is not ended with its money held', async () => {
    const { userId, id, instanceId } = await starting();
    await updateSubscription(deps(), userId, { id, autoRenew: false }, START);
    await runBilling(deps(), day(40));
    expect(await readSubscription(db.dataSource, id)).toMatchObject({ status: 'ACTIVE' });
    await fail(instanceId, day(41));
    expect(await readBalance(db.dataSource, userId)).toBe(PAID);
  });
});

test('a start that took weeks begins the first month when it runs', async () => {
  const { userId, id, instanceId } = await starting();
  await bringUp(db.dataSource, instanceId, day(40));
  await runBilling(deps(), day(41));
  expect(await readBalance(db.dataSource, userId)).toBe(PAID - 57_000);
  expect(await readSubscription(db.dataSource, id)).toMatchObject({
    firstRunningAt: day(40),
    startDate: day(40),
    endDate: new Date('2026-05-11T03:00:00Z'),
  });
  await runBilling(deps(), new Date('2026-05-11T03:00:00Z'));
  expect(await readBalance(db.dataSource, userId)).toBe(PAID - 107_000);
});

test('the database refuses a second period of what never ran, whoever charges it', async () => {
  const { id } = await starting();
  await expect(
    db.dataSource.query('UPDATE subscriptions SET current_k = 1 WHERE id = $1', [id]),
  ).rejects.toThrow(/subscriptions_charged_once_running/);
});

test('what runs is charged as ever', async () => {
  const { userId } = await aSubscriber(db.dataSource, pro, START, { balance: PAID });
  await runBilling(deps(), day(31));
  expect(await readBalance(db.dataSource, userId)).toBe(PAID - 180_000);
});
