import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, BILLING, ENCRYPTION_KEY, paidTopUp, readBalance } from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError } from '../errors.js';
import { requestRefund } from '../payment/refund.js';
import { cancelAsAdministrator } from '../subscription/cancel-as-administrator.js';
import { updateSubscription } from '../subscription/update.js';
import { adjustCredit } from '../wallet/adjust.js';

const NOW = new Date('2026-05-04T03:00:00Z');

let db: TestDatabase;
let administrator: string;
beforeAll(async () => {
  db = await testDatabase({ poolSize: 20 });
  administrator = await aCustomer(db.dataSource);
});
afterAll(() => db.drop());

const deps = () => ({
  dataSource: db.dataSource,
  billing: BILLING,
  gateways: new Map(),
  encryptionKey: ENCRYPTION_KEY,
});
const aService1 = async () => (await aService(db.dataSource, [{ price: 10_000 }])).planIds[0]!;

/** What an administrator does to one customer under a key; made anew for each customer. */
const ACTIONS: Record<string, () => Promise<(requestId: string) => Promise<unknown>>> = {
  async credit() {
    const id = await aCustomer(db.dataSource);
    return (requestId) =>
      adjustCredit(db.dataSource, administrator, { id, amount: 1_000, reason: 'a test', requestId }, NOW);
  },
  async refund() {
    const id = await paidTopUp(db.dataSource, await aCustomer(db.dataSource), 20_000, NOW);
    const bankAccount = { bank: 'BCA', number: '0000000000', holder: 'Budi', reference: 'a transfer' };
    return (requestId) =>
      requestRefund(
        deps(),
        administrator,
        { id, amount: 5_000, to: 'BANK_ACCOUNT', bankAccount, reason: 'a test', requestId },
        NOW,
      );
  },
  async cancel() {
    const { subscriptionId: id } = await aSubscriber(db.dataSource, await aService1(), NOW, {
      balance: 10_000,
    });
    return (requestId) =>
      cancelAsAdministrator(deps(), administrator, { id, when: 'now', reason: 'a test', requestId }, NOW);
  },
};

let key = 0;
const together = async (action: () => Promise<(requestId: string) => Promise<unknown>>) => {
  const requestId = `one-key-for-all-${key++}`;
  const customers = await Promise.all(Array.from({ length: 4 }, action));
  const outcomes = await Promise.allSettled(customers.map((act) => act(requestId)));
  return outcomes
    .map((it) =>
      it.status === 'fulfilled' ? 'OK' : it.reason instanceof DomainError ? it.reason.code : 'INTERNAL',
    )
    .sort();
};

describe('one key for four customers at once', () => {
  test.each(Object.entries(ACTIONS))('%s: one is served, the others are a CONFLICT', async (_, action) => {
    for (let round = 0; round < 3; round++)
      expect(await together(action)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'OK']);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('… which the lock on the key is needed for', async () => {
    const taken = sabotage(
      db.dataSource,
      /SELECT pg_advisory_xact_lock\(hashtextextended\(\$1, 0\)\)/,
      'SELECT $1::text',
    );
    const codes: string[] = [];
    for (let round = 0; round < 5; round++) codes.push(...(await together(ACTIONS.credit!)));
    taken.restore();
    expect(codes).toContain('INTERNAL');
  });
});

test('a change of a subscription looks at its key: a year is begun and charged once', async () => {
  const { planIds } = await aService(db.dataSource, [{ price: 10_000, yearlyPrice: 100_000 }]);
  const it = await aSubscriber(db.dataSource, planIds[0]!, NOW, { balance: 500_000 });
  const change = (requestId: string, more: object) =>
    updateSubscription(deps(), it.userId, { id: it.subscriptionId, requestId, ...more }, NOW);
  const first = await change('the-year-begins', { billingCycle: 'YEARLY' });
  const balance = await readBalance(db.dataSource, it.userId);
  const again = await Promise.all(
    Array.from({ length: 5 }, () => change('the-year-begins', { billingCycle: 'YEARLY' })),
  );
  expect(again).toEqual(Array(5).fill(first));
  expect(await readBalance(db.dataSource, it.userId)).toBe(balance);
  await expect(change('the-year-begins', { autoRenew: false })).rejects.toMatchObject({ code: 'CONFLICT' });
});
