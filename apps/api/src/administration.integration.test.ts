import { collectDues } from '@minispod/domain/billing/run-billing';
import { paidTopUp } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { brokenBooks } from './testing/books.js';
import { type Api, startApi } from './testing/start-api.js';
import { subscriber } from './testing/subscriber.js';

const DAY_MS = 86_400_000;
const PRICE = 50_000;

let api: Api;
let token: string;
let administratorId: string;
let planId: string;
beforeAll(async () => {
  api = await startApi();
  const administrator = await api.administrator();
  token = administrator.accessToken;
  administratorId = administrator.user.id;
  planId = (await api.ask('GET', '/api/catalog/services/n8n')).body.data.plans[0].id;
});
afterEach(async () => {
  expect(await brokenBooks(api)).toEqual([]);
});
afterAll(() => api.close());

const admin = (method: 'GET' | 'POST', path: string, body?: object, headers = {}) =>
  api.ask(method, `/api/admin${path}`, { token, headers, ...(body && { body }) });
const now = () => api.services.clock.now();
const used = async () =>
  (await api.dataSource.query('SELECT used_quota FROM service_plans WHERE id = $1', [planId]))[0].used_quota;

/** Somebody whose n8n runs and whose wallet is empty. */
async function somebody() {
  const customer = await subscriber(api, planId, PRICE);
  const { ask, instanceId, instancePath } = customer;
  return {
    ...customer,
    lastNotice: async () => (await ask('GET', '/notifications')).body.data.items[0].kind as string,
    wishes: async () =>
      (
        await api.dataSource.query(
          'SELECT customer_wish, billing_wish, administrator_wish FROM service_instances WHERE id = $1',
          [instanceId],
        )
      )[0],
    start: () => ask('POST', `${instancePath}/start`),
  };
}

const advance = (days: number) => admin('POST', '/clock/advance', { days });

describe('credit', () => {
  const adjust = (id: string, input: object, headers = {}) =>
    admin('POST', `/users/${id}/credit`, input, headers);

  test('is added and taken with a reason, once for one key, told, written down and in balance', async () => {
    const { user, accessToken } = await api.person();
    const key = { 'idempotency-key': 'an-apology' };
    const given = await adjust(user.id, { amount: 75_000, reason: 'An apology' }, key);
    expect(given.body.data).toMatchObject({
      creditBalance: 75_000,
      transaction: { type: 'ADMIN_ADJUSTMENT', direction: 'IN', amount: 75_000, description: 'An apology' },
    });
    expect((await adjust(user.id, { amount: 75_000, reason: 'An apology' }, key)).body.data).toEqual(
      given.body.data,
    );
    expect((await adjust(user.id, { amount: 1, reason: 'Another' }, key)).body.error.code).toBe('CONFLICT');
    const taken = await adjust(user.id, { amount: -25_000, reason: 'Too much' });
    expect(taken.body.data).toMatchObject({ creditBalance: 50_000, transaction: { direction: 'OUT' } });
    const wallet = (await api.ask('GET', '/api/user/wallet', { token: accessToken })).body.data;
    expect(wallet).toMatchObject({ creditBalance: 50_000, totalTopUp: 0, totalSpent: 0 });

    const { items } = (await admin('GET', `/audit-log?subjectId=${user.id}`)).body.data;
    expect(
      items.map(({ action, details, actor }: Record<string, object>) => [action, details, actor]),
    ).toEqual([
      [
        'wallet.adjust',
        expect.objectContaining({ amount: -25_000 }),
        expect.objectContaining({ id: administratorId }),
      ],
      ['wallet.adjust', expect.objectContaining({ reason: 'An apology' }), expect.anything()],
    ]);
    const jobs = await api.dataSource.query(
      `SELECT count(*) AS jobs FROM outbox WHERE job = 'collect-dues' AND payload->>'userId' = $1`,
      [user.id],
    );
    expect(jobs).toEqual([{ jobs: 1 }]);
  });

  test('never goes below zero, and a refused adjustment leaves no trace', async () => {
    const { user } = await api.person();
    const refused = await adjust(user.id, { amount: -1, reason: 'Nothing there' });
    expect(refused.status).toBe(402);
    expect(refused.body.error.details).toEqual({ required: 1, balance: 0, shortfall: 1 });
    for (const amount of [0, 0.5, 100_000_001])
      expect((await adjust(user.id, { amount, reason: 'Wrong' })).body.error.code).toBe('VALIDATION_ERROR');
    expect((await adjust(user.id, { amount: 1, reason: ' ' })).body.error.details).toHaveProperty('reason');
    expect((await admin('GET', `/audit-log?subjectId=${user.id}`)).body.data.total).toBe(0);
  });

  test('twenty at once that each take half leave two done', async () => {
    const { user } = await api.person();
    await adjust(user.id, { amount: 10_000, reason: 'To be taken' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => adjust(user.id, { amount: -5_000, reason: 'Half of it' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(18);
  });
});

describe('a subscription', () => {
  test('stopped by an administrator frees its slot, cannot be started, and ends later by as long', async () => {
    const { id, see, balance, lastNotice, wishes, start } = await somebody();
    const before = await used();
    const { endDate } = await see();
    const suspended = await admin('POST', `/subscriptions/${id}/suspend`, { reason: 'It sent spam' });
    expect(suspended.body.data).toMatchObject({
      status: 'SUSPENDED',
      suspendedBy: 'ADMINISTRATOR',
      retentionEnd: null,
      amountDue: 0,
    });
    expect(await wishes()).toMatchObject({ customer_wish: 'RUN', administrator_wish: 'STOP' });
    expect((await start()).body.error.message).toBe('It was stopped by an administrator');
    expect(await used()).toBe(before - 1);
    expect(await lastNotice()).toBe('SUSPENDED_BY_ADMINISTRATOR');
    expect((await admin('POST', `/subscriptions/${id}/suspend`, { reason: 'Twice' })).status).toBe(409);

    const resumed = await admin('POST', `/subscriptions/${id}/resume`, {});
    expect(resumed.body.data).toMatchObject({ status: 'ACTIVE', suspendedBy: null });
    expect(Date.parse(resumed.body.data.endDate)).toBeGreaterThan(Date.parse(endDate));
    expect(await wishes()).toMatchObject({ administrator_wish: 'RUN', billing_wish: 'RUN' });
    expect([await used(), await balance()]).toEqual([before, 0]);
    expect((await admin('POST', `/subscriptions/${id}/resume`, {})).status).toBe(409);
    const { items } = (await admin('GET', `/audit-log?subjectId=${id}`)).body.data;
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'subscription.resume',
      'subscription.suspend',
    ]);
  });

  test('is neither charged nor brought back by money while an administrator holds it, and has its paid days after that', async () => {
    const { id, ask, see, balance, user } = await somebody();
    await admin('POST', `/subscriptions/${id}/suspend`, { reason: 'Under review' });
    await admin('POST', `/users/${user.id}/credit`, { amount: 3 * PRICE, reason: 'To see that it stays' });
    await advance(45);
    await collectDues(api.services, user.id, now());
    expect(await see()).toMatchObject({ status: 'SUSPENDED', suspendedBy: 'ADMINISTRATOR' });
    expect(await balance()).toBe(3 * PRICE);

    const resumedAt = now();
    expect((await admin('POST', `/subscriptions/${id}/resume`, {})).body.data.status).toBe('ACTIVE');
    expect(await balance()).toBe(3 * PRICE);
    const { endDate } = await see();
    expect((await ask('GET', '/wallet')).body.data.upcoming[0].at).toBe(endDate);
    const days = (Date.parse(endDate) - resumedAt.getTime()) / DAY_MS;
    expect(days).toBeGreaterThan(27);
    expect(days).toBeLessThan(32);
  });

  test('without the money for a fresh period waits for it, its data kept, once the stop is lifted', async () => {
    const { id, see, lastNotice, wishes } = await somebody();
    // Its period is over and unpaid: no day of it is left to be given back.
    await advance(32);
    await admin('POST', `/subscriptions/${id}/suspend`, { reason: 'Under review' });
    await advance(13);
    const before = await used();
    const resumed = await admin('POST', `/subscriptions/${id}/resume`, {});
    expect(resumed.body.data).toMatchObject({
      status: 'SUSPENDED',
      suspendedBy: 'BILLING',
      amountDue: PRICE,
    });
    expect(Date.parse((await see()).retentionEnd) - now().getTime()).toBeGreaterThan(29 * DAY_MS);
    expect(await wishes()).toMatchObject({ administrator_wish: 'RUN', billing_wish: 'STOP' });
    expect(await lastNotice()).toBe('SUSPENDED');
    expect(await used()).toBe(before);
  });

  test('… says what is missing, and its owner pays it now: once for one key, over REST and tRPC', async () => {
    const { id, user, token: owner, path, ask, see, balance } = await somebody();
    await advance(32);
    await admin('POST', `/subscriptions/${id}/suspend`, { reason: 'Under review' });
    await advance(13);
    await admin('POST', `/subscriptions/${id}/resume`, {});
    expect(await see()).toMatchObject({ status: 'SUSPENDED', amountDue: PRICE, shortfall: PRICE });
    expect((await ask('POST', `${path}/pay`, {})).body.error).toMatchObject({
      code: 'INSUFFICIENT_CREDIT',
      details: { required: PRICE, balance: 0, shortfall: PRICE },
    });
    await paidTopUp(api.dataSource, user.id, 2 * PRICE, now());
    expect(await see()).toMatchObject({ status: 'SUSPENDED', shortfall: 0 });
    const headers = { 'idempotency-key': 'paid-now' };
    const pay = () => api.ask('POST', `/api/user${path}/pay`, { token: owner, headers, body: {} });
    const first = (await pay()).body.data;
    expect(first).toMatchObject({ status: 'ACTIVE', amountDue: 0 });
    expect((await pay()).body.data).toEqual(first);
    const body = { id, requestId: 'another-key' };
    const overTrpc = await api.ask('POST', '/trpc/subscriptions.pay', { token: owner, body });
    expect(overTrpc.body.result.data).toMatchObject({ status: 'ACTIVE' });
    expect(await balance()).toBe(PRICE);
  });

  test('is cancelled with a reason, its owner refunded, even while it is held', async () => {
    const { id, balance } = await somebody();
    await admin('POST', `/subscriptions/${id}/suspend`, { reason: 'It sent spam' });
    const cancelled = await admin('POST', `/subscriptions/${id}/cancel`, {
      when: 'now',
      reason: 'It will again',
    });
    expect(cancelled.body.data).toMatchObject({ status: 'CANCELLED', suspendedBy: null });
    expect(await balance()).toBeGreaterThan(PRICE * 0.99);
    expect((await admin('POST', `/subscriptions/${id}/suspend`, { reason: 'Too late' })).status).toBe(409);
    const unknown = '019a0000-0000-7000-8000-000000000000';
    expect((await admin('POST', `/subscriptions/${unknown}/resume`, {})).status).toBe(404);
  });
});

test('lists show everybody’s, each with its owner, and find people by part of their address', async () => {
  const { user, id } = await somebody();
  for (const list of ['subscriptions', 'orders', 'invoices']) {
    const { items, total } = (await admin('GET', `/${list}?userId=${user.id}`)).body.data;
    expect([total, items[0].user], list).toEqual([1, { id: user.id, name: user.name, email: user.email }]);
    expect((await admin('GET', `/${list}`)).body.data.total, list).toBeGreaterThan(1);
  }
  const found = (await admin('GET', `/users?q=${user.email.slice(2, 10)}`)).body.data;
  expect(found.items).toEqual([
    expect.objectContaining({ id: user.id, creditBalance: 0, liveSubscriptions: 1 }),
  ]);
  expect((await admin('GET', '/users?q=%25')).body.data.total).toBe(0);
  const detail = (await admin('GET', `/users/${user.id}`)).body.data;
  expect(detail).toMatchObject({ email: user.email, wallet: { creditBalance: 0 }, subscriptions: [{ id }] });
  expect((await admin('GET', '/alerts?open=true')).body.data).toMatchObject({ items: [], page: 1 });
});
