import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError } from '../errors.js';
import { subscribe } from './subscribe.js';

const now = new Date('2026-01-31T03:00:00Z');
const encryptionKey = 'a key for tests, long enough for anybody';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ poolSize: 40 });
});
afterAll(() => db.drop());

const buy = (userId: string, planId: string, more: object = {}) =>
  subscribe(
    { dataSource: db.dataSource, encryptionKey },
    userId,
    { planId, billingCycle: 'MONTHLY', ...more },
    now,
  );
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'OK',
    (error: unknown) => (error instanceof DomainError ? error.code : `unexpected: ${error}`),
  );
const tally = (codes: string[]) =>
  Object.fromEntries(
    [...new Set(codes)].sort().map((code) => [code, codes.filter((other) => other === code).length]),
  );
const balance = async (userId: string) =>
  (await db.dataSource.manager.findOneByOrFail(Wallet, { userId })).balance;
const used = async (id: string | undefined) =>
  (await db.dataSource.manager.findOneByOrFail(ServicePlan, { id })).usedQuota;

describe('one purchase', () => {
  test('holds the price, takes the slot, starts the first period and promises the instance', async () => {
    const user = await aCustomer(db.dataSource, { balance: 100_000 });
    const { planIds } = await aService(db.dataSource, [{ price: 50_000, setupFee: 5_000 }]);
    const { subscription, instance, order } = await buy(user, planIds[0]!);
    expect(subscription).toMatchObject({
      status: 'ACTIVE',
      price: 50_000,
      startDate: '2026-01-31T03:00:00.000Z',
      endDate: '2026-02-28T03:00:00.000Z',
      nextBilling: '2026-02-28T03:00:00.000Z',
    });
    expect(instance.status).toBe('PENDING');
    expect(order).toMatchObject({ status: 'PAID', total: 55_000 });
    expect(await balance(user)).toBe(45_000);
    expect(await used(planIds[0])).toBe(1);
    const [transaction] = await db.dataSource.query('SELECT * FROM transactions WHERE user_id = $1', [user]);
    expect(transaction).toMatchObject({
      status: 'PENDING',
      amount: 55_000,
      balance_before: 100_000,
      balance_after: 45_000,
    });
    const jobs = await db.dataSource.query(
      `SELECT payload FROM outbox WHERE job = 'provision-instance' AND payload->>'instanceId' = $1`,
      [instance.id],
    );
    expect(jobs).toHaveLength(1);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('a free plan posts nothing', async () => {
    const user = await aCustomer(db.dataSource);
    const { planIds } = await aService(db.dataSource, [{ price: 0 }]);
    await buy(user, planIds[0]!);
    expect(await db.dataSource.query('SELECT 1 FROM transactions WHERE user_id = $1', [user])).toEqual([]);
    expect(await used(planIds[0])).toBe(1);
  });

  test('short credit, a sold-out plan, a second subscription and a taken address are refused and write nothing', async () => {
    const poor = await aCustomer(db.dataSource, { balance: 40_000 });
    const rich = await aCustomer(db.dataSource, { balance: 500_000 });
    const other = await aCustomer(db.dataSource, { balance: 100_000 });
    const { planIds } = await aService(db.dataSource, [
      { price: 50_000 },
      { price: 90_000 },
      { price: 10_000, quota: 0 },
    ]);
    const [basic, pro, soldOut] = planIds as [string, string, string];
    const count = async () =>
      (
        await db.dataSource.query(
          'SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM ledger_entries) + (SELECT count(*) FROM outbox) AS n',
        )
      )[0].n;

    const before = await count();
    await expect(buy(poor, basic)).rejects.toMatchObject({
      code: 'INSUFFICIENT_CREDIT',
      details: { required: 50_000, balance: 40_000, shortfall: 10_000 },
    });
    await expect(buy(rich, soldOut)).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      details: { planName: 'PREMIUM', availableQuota: 0, totalQuota: 0 },
    });
    expect(await count()).toBe(before);

    const { subscription } = await buy(rich, pro, { subdomain: 'toko-budi' });
    const after = await count();
    await expect(buy(rich, basic)).rejects.toMatchObject({ code: 'DUPLICATE_SUBSCRIPTION' });
    await expect(buy(rich, pro)).rejects.toMatchObject({ code: 'DUPLICATE_SUBSCRIPTION' });
    await expect(buy(rich, soldOut)).rejects.toMatchObject({
      code: 'UPGRADE_REQUIRED',
      details: { subscriptionId: subscription.id, currentPlan: 'PRO' },
    });
    await expect(buy(other, basic, { subdomain: 'toko-budi' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(buy(other, basic, { subdomain: 'admin' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await count()).toBe(after);
    expect(await balance(other)).toBe(100_000);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

describe('races', () => {
  const rush = async () => {
    const users = await Promise.all(
      Array.from({ length: 100 }, () => aCustomer(db.dataSource, { balance: 60_000 })),
    );
    const { planIds } = await aService(db.dataSource, [{ price: 50_000, quota: 10 }]);
    const codes = await Promise.all(users.map((user) => codeOf(buy(user, planIds[0]!))));
    const charged = (await Promise.all(users.map(balance))).filter((amount) => amount === 10_000).length;
    return { outcome: tally(codes), charged, used: await used(planIds[0]) };
  };

  test('100 customers at once on 10 slots: 10 subscriptions, 90 QUOTA_EXCEEDED, nobody else charged', async () => {
    expect(await rush()).toEqual({ outcome: { OK: 10, QUOTA_EXCEEDED: 90 }, charged: 10, used: 10 });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('… which the guard on the plan is needed for', async () => {
    const taken = sabotage(db.dataSource, / AND used_quota \+ kept_quota < total_quota/);
    const { outcome } = await rush();
    taken.restore();
    expect(outcome).not.toEqual({ OK: 10, QUOTA_EXCEEDED: 90 });
  });

  const spend = async () => {
    const user = await aCustomer(db.dataSource, { balance: 70_000 });
    const services = await Promise.all(
      Array.from({ length: 20 }, () => aService(db.dataSource, [{ price: 50_000 }])),
    );
    const codes = await Promise.all(services.map(({ planIds }) => codeOf(buy(user, planIds[0]!))));
    return { outcome: tally(codes), balance: await balance(user) };
  };

  test('20 spends at once on a wallet that affords one: one', async () => {
    expect(await spend()).toEqual({ outcome: { OK: 1, INSUFFICIENT_CREDIT: 19 }, balance: 20_000 });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('… which the lock on the wallet is needed for', async () => {
    const taken = sabotage(db.dataSource, / FOR UPDATE/);
    const { outcome } = await spend();
    taken.restore();
    expect(outcome).not.toEqual({ OK: 1, INSUFFICIENT_CREDIT: 19 });
    // Without the lock the database still refuses to let the balance fall below zero.
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

describe('the same request again', () => {
  test('answers the same and does it once, also 20 times at once', async () => {
    const user = await aCustomer(db.dataSource, { balance: 200_000 });
    const { planIds } = await aService(db.dataSource);
    const request = { requestId: 'one-intent-of-budi', instanceName: 'Toko' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => buy(user, planIds[0]!, request)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await balance(user)).toBe(150_000);
    expect(await used(planIds[0])).toBe(1);
  });

  test('with other input is a conflict and writes nothing', async () => {
    const user = await aCustomer(db.dataSource, { balance: 200_000 });
    const { planIds } = await aService(db.dataSource);
    await buy(user, planIds[0]!, { requestId: 'another-intent' });
    await expect(
      buy(user, planIds[0]!, { requestId: 'another-intent', instanceName: 'x' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await balance(user)).toBe(150_000);
  });

  test('another user may use the same key', async () => {
    const { planIds } = await aService(db.dataSource);
    for (let i = 0; i < 2; i++) {
      const user = await aCustomer(db.dataSource, { balance: 50_000 });
      await buy(user, planIds[0]!, { requestId: 'shared-key-name' });
    }
    expect(await used(planIds[0])).toBe(2);
  });
});

test('variables and generated secrets cannot be read from the database', async () => {
  const user = await aCustomer(db.dataSource, { balance: 50_000 });
  const { planIds } = await aService(db.dataSource);
  const { instance } = await buy(user, planIds[0]!, { envVars: { API_TOKEN: 'very-private-value' } });
  const [row] = await db.dataSource.query('SELECT * FROM service_instances WHERE id = $1', [instance.id]);
  expect(JSON.stringify(row)).not.toContain('very-private-value');
});
