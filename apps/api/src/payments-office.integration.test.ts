import type { AdminPaymentDetail, PaymentAnalyticsView, RoutesView } from '@minispod/contracts/payments';
import { rupiah } from '@minispod/contracts/rupiah';
import { recordFailure } from '@minispod/domain/payment/gateway-health';
import { ToldGateway } from '@minispod/domain/reconciliation/office.test-fixture';
import { paidTopUp } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { brokenBooks } from './testing/books.js';
import { type Api, startApi } from './testing/start-api.js';

const midtrans = new ToldGateway('midtrans');
const tripay = new ToldGateway('tripay');

let api: Api;
let token: string;
let customer: Awaited<ReturnType<Api['person']>>;
beforeAll(async () => {
  api = await startApi({ gateways: new Map([midtrans, tripay].map((gateway) => [gateway.name, gateway])) });
  token = (await api.administrator()).accessToken;
  customer = await api.person();
});
afterEach(async () => {
  midtrans.isDown = false;
  expect(await brokenBooks(api)).toEqual([]);
});
afterAll(() => api.close());

const admin = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object, headers = {}) =>
  api.ask(method, `/api/admin${path}`, { token, headers, ...(body && { body }) });
const actions = async (subjectId: string) =>
  (await admin('GET', `/audit-log?subjectId=${subjectId}`)).body.data.items.map(
    ({ action, details }: Record<string, unknown>) => [action, details],
  );
const balance = async () =>
  (await api.ask('GET', '/api/user/wallet', { token: customer.accessToken })).body.data.creditBalance;

async function paid(amount: number): Promise<string> {
  await paidTopUp(api.dataSource, customer.user.id, amount, api.services.clock.now());
  const { items } = (await admin('GET', `/transactions?userId=${customer.user.id}&limit=1`)).body.data;
  return items[0].transactionId;
}
async function opened(amount: number, paymentMethod = 'QRIS'): Promise<string> {
  const asked = { token: customer.accessToken, body: { amount, paymentMethod } };
  const { body, text } = await api.ask('POST', '/api/user/wallet/topup', asked);
  if (!body.data) throw new Error(text);
  return body.data.transactionId;
}
const see = async (id: string): Promise<AdminPaymentDetail> =>
  (await admin('GET', `/transactions/${id}`)).body.data;

describe('a top-up', () => {
  test('is found by who, how, what and how much, and seen with all that is known', async () => {
    const id = await paid(51_234);
    const { name, email } = customer.user;
    for (const query of [
      `userId=${customer.user.id}`,
      `q=${email}`,
      'q=51234',
      `q=${id}`,
      'status=PAID',
      'gateway=midtrans',
      'method=QRIS',
      'flagged=false',
    ]) {
      const { items, total } = (await admin('GET', `/transactions?${query}`)).body.data;
      expect([query, total > 0, items.map(({ transactionId }: AdminPaymentDetail) => transactionId)]).toEqual(
        [query, true, expect.arrayContaining([id])],
      );
    }
    for (const query of ['q=51235', 'gateway=tripay', 'flagged=true', 'q=%25'])
      expect((await admin('GET', `/transactions?${query}`)).body.data).toMatchObject({ items: [], total: 0 });
    expect(await see(id)).toMatchObject({
      user: { name, email },
      amount: 51_234,
      paymentStatus: 'PAID',
      refundable: 51_234,
      refundTo: ['SOURCE', 'BANK_ACCOUNT'],
      reversals: [],
      evidence: { transaction_status: 'settlement' },
    });
    expect((await admin('GET', `/transactions/${customer.user.id}`)).status).toBe(404);
  });

  test('is asked about again: credited if the gateway says so, on record either way; nothing happens while it is silent', async () => {
    const id = await opened(60_000);
    const before = await balance();
    midtrans.isDown = true;
    expect((await admin('POST', `/transactions/${id}/recheck`)).body.error.code).toBe('GATEWAY_ERROR');
    midtrans.isDown = false;
    expect((await admin('POST', `/transactions/${id}/recheck`)).body.data.paymentStatus).toBe('PENDING');
    midtrans.says.set(id, { state: 'PAID', rawStatus: 'settlement' });
    expect((await admin('POST', `/transactions/${id}/recheck`)).body.data).toMatchObject({
      paymentStatus: 'PAID',
      gatewayStatus: 'settlement',
    });
    expect(await balance()).toBe(before + 60_000);
    expect(await actions(id)).toEqual([
      ['payment.recheck', { transactionId: id, from: 'PENDING', to: 'PAID' }],
      ['payment.recheck', { transactionId: id, from: 'PENDING', to: 'PENDING' }],
    ]);
  });

  test('keeps its flag until somebody has looked; what they found is on record, once', async () => {
    const id = await opened(61_000);
    midtrans.says.set(id, { state: 'EXPIRED', rawStatus: 'expire' });
    await admin('POST', `/transactions/${id}/recheck`);
    midtrans.says.set(id, { state: 'PAID', rawStatus: 'settlement' });
    expect((await admin('POST', `/transactions/${id}/recheck`)).body.data.flag).toBe('PAID_AFTER_END');
    const flagged = async () =>
      (await admin('GET', '/transactions?flagged=true')).body.data.items.map(
        ({ transactionId }: AdminPaymentDetail) => transactionId,
      );
    expect(await flagged()).toEqual([id]);
    const clear = (body: object) => admin('POST', `/transactions/${id}/clear-flag`, body);
    expect((await clear({ reason: ' ' })).body.error.details).toHaveProperty('reason');
    const reason = 'Paid at the last minute; the credit is right';
    const answers = await Promise.all([clear({ reason }), clear({ reason })]);
    expect(answers.map(({ body }) => [body.data.paymentStatus, body.data.flag])).toEqual([
      ['PAID', null],
      ['PAID', null],
    ]);
    expect(await flagged()).toEqual([]);
    const cleared = ['payment.clearFlag', { transactionId: id, flag: 'PAID_AFTER_END', reason }];
    expect((await actions(id)).filter(([action]: [string]) => action === 'payment.clearFlag')).toEqual([
      cleared,
    ]);
  });

  test('is given back once for one key, to its source or by hand with the account on record and sealed', async () => {
    const id = await paid(70_000);
    const before = await balance();
    const refund = (body: object, key: string) =>
      admin('POST', `/transactions/${id}/refund`, body, { 'idempotency-key': key });
    const toSource = { amount: 20_000, reason: 'Asked for it' };
    const [first, second] = await Promise.all([
      refund(toSource, 'one-refund'),
      refund(toSource, 'one-refund'),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body.data.reversals).toMatchObject([
      { status: 'REQUESTED', channel: 'SOURCE', amount: 20_000 },
    ]);
    expect(await balance()).toBe(before - 20_000);
    expect((await refund({ reason: 'To a bank', to: 'BANK_ACCOUNT' }, 'by-hand-1')).status).toBe(400);
    const bankAccount = { bank: 'BCA', number: '1234567890', holder: 'Budi', reference: 'TRX-1' };
    const byHand = await refund(
      { amount: 30_000, reason: 'By hand', to: 'BANK_ACCOUNT', bankAccount },
      'by-hand-2',
    );
    expect(byHand.body.data).toMatchObject({ paymentStatus: 'PARTIALLY_REVERSED', refundable: 20_000 });
    expect((await refund({ amount: 20_001, reason: 'More than is left' }, 'too-much')).status).toBe(409);
    const [{ bank_account: sealed }] = await api.dataSource.query(
      `SELECT bank_account FROM payment_reversals WHERE channel = 'BANK_ACCOUNT'`,
    );
    expect(sealed).not.toContain('1234567890');
    expect((await actions(id)).map(([action]: [string]) => action)).toEqual([
      'payment.refund',
      'payment.refund',
    ]);
  });
});

test('gateways: their order and switch per way to pay, who changed it, and how they are', async () => {
  const routes = async (): Promise<RoutesView> => (await admin('GET', '/gateways/routes')).body.data;
  const of = (view: RoutesView, method: string) =>
    view.items.find((item) => item.method === method)?.gateways;
  const on = (gateway: string, isEnabled = true) => ({ gateway, isEnabled });
  const configured = (gateway: string, isEnabled = true) => ({
    ...on(gateway, isEnabled),
    isConfigured: true,
  });
  expect(of(await routes(), 'QRIS')).toEqual([configured('midtrans'), configured('tripay')]);
  expect(of(await routes(), 'MANUAL_TRANSFER')).toEqual([{ ...on('manual'), isConfigured: false }]);

  const set = (method: string, gateways: object[]) => admin('PUT', '/gateways/routes', { method, gateways });
  const changed = await set('QRIS', [on('tripay'), on('midtrans', false)]);
  expect(of(changed.body.data, 'QRIS')).toEqual([configured('tripay'), configured('midtrans', false)]);
  expect((await see(await opened(20_000))).gateway).toBe('tripay');
  expect((await see(await opened(20_000, 'CREDIT_CARD'))).gateway).toBe('midtrans');
  for (const [method, gateways] of [
    ['QRIS', [on('tripay'), on('tripay')]],
    ['QRIS', [on('manual')]],
    ['MANUAL_TRANSFER', [on('midtrans')]],
    ['QRIS', []],
  ] as const)
    expect((await set(method, [...gateways])).status).toBe(400);
  // Two administrators at once: one order stays, whole.
  await Promise.all([
    set('QRIS', [on('midtrans'), on('tripay')]),
    set('QRIS', [on('midtrans'), on('tripay')]),
  ]);
  expect(of(await routes(), 'QRIS')).toEqual([configured('midtrans'), configured('tripay')]);
  expect((await actions('QRIS')).at(-1)).toEqual([
    'gateway.route',
    { gateways: [on('tripay'), on('midtrans', false)] },
  ]);

  for (let n = 0; n < 3; n++)
    await recordFailure(api.dataSource, 'tripay', 'no answer', api.services.clock.now());
  expect((await routes()).gateways).toEqual([
    { gateway: 'midtrans', isConfigured: true, downSince: null, failures: 0, lastError: null },
    {
      gateway: 'tripay',
      isConfigured: true,
      downSince: expect.any(String),
      failures: 3,
      lastError: 'no answer',
    },
    { gateway: 'manual', isConfigured: false, downSince: null, failures: 0, lastError: null },
  ]);
});

test('how top-ups fare: opened, paid, failed and why, the time it took half of them', async () => {
  const [from, to] = ['2030-01-01T00:00:00.000Z', '2030-02-01T00:00:00.000Z'];
  const place = (
    second: number,
    { took = null as number | null, failure = null as string | null, amount = 10_000 },
  ) => {
    const at = new Date(Date.parse(from) + second * 1_000);
    return api.dataSource.query(
      `WITH t AS (INSERT INTO transactions (id, user_id, type, status, direction, amount, balance_before, balance_after, description, metadata, created_at, updated_at)
                  VALUES (gen_random_uuid(), $1, 'TOP_UP', 'PENDING', 'IN', $2, 0, 0, 'x', '{}', $3, $3) RETURNING id)
       INSERT INTO payments (id, user_id, transaction_id, gateway, method, amount, status, failure, expires_at, next_check_at, check_count, paid_at, evidence, created_at, updated_at)
       SELECT id, $1, id, 'midtrans', 'QRIS', $2, 'PENDING', $4, $3, $3, 0, $3::timestamptz + $5 * interval '1 second', '{"by": "hand"}', $3, $3 FROM t`,
      [customer.user.id, amount, at, failure, took],
    );
  };
  const ask = async (): Promise<PaymentAnalyticsView> =>
    (await admin('GET', `/analytics/payments?from=${from}&to=${to}`)).body.data;
  expect(await ask()).toEqual({ items: [] });
  // Straight into the tables, and out again: these figures are of no books.
  for (const [second, took] of [30, 90, 600].entries()) await place(second, { took, amount: 20_000 });
  await place(3, { failure: 'EXPIRED' });
  await place(4, { failure: 'EXPIRED' });
  await place(5, { failure: 'DENIED' });
  await place(6, {});
  await place(31 * 86_400, { took: 1 });
  const seen = await ask();
  await api.dataSource.query(`DELETE FROM payments WHERE created_at >= $1`, [from]);
  await api.dataSource.query(`DELETE FROM transactions WHERE created_at >= $1`, [from]);
  expect(seen.items).toEqual([
    {
      gateway: 'midtrans',
      method: 'QRIS',
      opened: 7,
      paid: 3,
      waiting: 1,
      failures: { EXPIRED: 2, DENIED: 1 },
      amount: rupiah(60_000),
      medianSecondsToPay: 90,
    },
  ]);
});
