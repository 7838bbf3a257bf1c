import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TopUpInput } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { checkTopUp } from '@minispod/domain/payment/check-top-up';
import { convergePayment } from '@minispod/domain/payment/converge-payment';
import { getTopUp } from '@minispod/domain/payment/get-top-up';
import { receiveNotifications } from '@minispod/domain/payment/receive-notification';
import { sweepPayments } from '@minispod/domain/payment/sweep-payments';
import { topUp } from '@minispod/domain/payment/top-up';
import { startMidtransSandbox } from '@minispod/local/midtrans/server';
import { createMidtransGateway } from '@minispod/payments/midtrans/gateway';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const serverKey = 'SB-Mid-server-not-a-real-key';
let db: TestDatabase;
let inbox: Server;
let sandbox: Awaited<ReturnType<typeof startMidtransSandbox>>;
let gateway: ReturnType<typeof createMidtransGateway>;
/** Bodies the sandbox delivered, by order id. */
const delivered = new Map<string, Record<string, string>[]>();

beforeAll(async () => {
  db = await testDatabase({ poolSize: 60 });
  inbox = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Record<string, string>;
    delivered.set(body.order_id!, [...(delivered.get(body.order_id!) ?? []), body]);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(inbox, 'listening');
  const notificationUrl = `http://127.0.0.1:${(inbox.address() as AddressInfo).port}/`;
  sandbox = await startMidtransSandbox({ port: 0, serverKey, notificationUrl });
  gateway = createMidtransGateway({
    serverKey,
    clientKey: 'SB-Mid-client-not-a-real-key',
    isProduction: false,
    coreApiUrl: sandbox.url,
    snapApiUrl: `${sandbox.url}/snap/v1`,
    timeoutMs: 1_000,
  });
});
afterAll(async () => {
  await sandbox.close();
  inbox.close();
  await db.drop();
});

const deps = () => ({
  dataSource: db.dataSource,
  gateways: new Map([[gateway.name, gateway]]),
  bankAccounts: [],
  publicUrl: 'http://localhost:3000',
});
const open = (userId: string, more: Partial<TopUpInput> = {}, now = new Date()) =>
  topUp(deps(), userId, { amount: 100_000, paymentMethod: 'BANK_TRANSFER', ...more }, now);
const control = async (path: string, body: object) => {
  const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
};
const outcome = (id: string, body: object) => control(`transactions/${id}`, body);
const wallet = (userId: string) => db.dataSource.manager.findOneByOrFail(Wallet, { userId });
const converge = (id: string, now = new Date()) => convergePayment(deps(), id, now);
const state = (userId: string, id: string) => getTopUp(db.dataSource.manager, userId, id);
const receive = async (body: unknown) => {
  const rawBody = Buffer.from(JSON.stringify(body));
  const hint = gateway.readNotification({ body, rawBody, headers: {} });
  if (!hint) return 'forged';
  const notification = { gateway: gateway.name, hint, payload: body };
  return (await receiveNotifications(db.dataSource.manager, [notification], new Date()))[0];
};
/** What the sandbox delivers when told an outcome; waits until it is there. */
const notification = async (id: string, body: object) => {
  const before = delivered.get(id)?.length ?? 0;
  await outcome(id, { notify: 1, ...body });
  return vi.waitFor(() => {
    const bodies = delivered.get(id) ?? [];
    expect(bodies.length).toBeGreaterThan(before);
    return bodies.at(-1)!;
  });
};

describe('a top-up', () => {
  test('is stored, opened at the gateway, paid and credited with a balanced entry', async () => {
    const user = await aCustomer(db.dataSource);
    const { transactionId, redirectUrl, snapToken, status } = await open(user);
    expect({ status, hasPage: redirectUrl?.startsWith(sandbox.url), hasToken: snapToken?.length }).toEqual({
      status: 'PENDING',
      hasPage: true,
      hasToken: 36,
    });
    await outcome(transactionId, { outcome: 'settlement', notify: 0 });
    expect(await converge(transactionId)).toBe('credit');
    expect(await wallet(user)).toMatchObject({ balance: 100_000, totalTopUp: 100_000 });
    expect(await state(user, transactionId)).toMatchObject({ status: 'COMPLETED', failure: null });
    const payment = await db.dataSource.manager.findOneByOrFail(Payment, { id: transactionId });
    expect(payment.evidence).toMatchObject({ transaction_status: 'settlement' });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('by QRIS has a code to draw', async () => {
    const user = await aCustomer(db.dataSource);
    const { qrString, redirectUrl } = await open(user, { paymentMethod: 'QRIS' });
    expect(qrString).toMatch(/^000201.*6304[0-9A-F]{4}$/);
    expect(redirectUrl).toBeUndefined();
  });

  test.each([
    ['deny', 'DENIED'],
    ['cancel', 'CANCELLED'],
    ['expire', 'EXPIRED'],
    ['failure', 'GATEWAY_FAILED'],
  ])('that ends with %s is FAILED and credits nothing', async (word, failure) => {
    const user = await aCustomer(db.dataSource);
    const { transactionId } = await open(user);
    await outcome(transactionId, { outcome: word, notify: 0 });
    await converge(transactionId);
    expect(await state(user, transactionId)).toMatchObject({ status: 'FAILED', failure });
    expect(await wallet(user)).toMatchObject({ balance: 0 });
  });

  test('under fraud review is not money yet', async () => {
    const user = await aCustomer(db.dataSource);
    const { transactionId } = await open(user, { paymentMethod: 'CREDIT_CARD' });
    await outcome(transactionId, { outcome: 'challenge', notify: 0 });
    expect(await converge(transactionId)).toBe('challenge');
    await outcome(transactionId, { outcome: 'capture', notify: 0 });
    expect(await converge(transactionId)).toBe('credit');
  });

  test('that settles after it had expired is credited and marked', async () => {
    const user = await aCustomer(db.dataSource);
    const { transactionId } = await open(user);
    await outcome(transactionId, { outcome: 'expire', notify: 0 });
    await converge(transactionId);
    await outcome(transactionId, { outcome: 'settlement', notify: 0 });
    await converge(transactionId);
    expect(await wallet(user)).toMatchObject({ balance: 100_000 });
    const [last] = await db.dataSource.query(
      'SELECT reason FROM status_history WHERE subject_id = $1 ORDER BY id DESC LIMIT 1',
      [transactionId],
    );
    expect(last.reason).toBe('PAID_AFTER_END');
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });
});

describe('notifications', () => {
  const deliveries = async () => {
    const user = await aCustomer(db.dataSource);
    const { transactionId } = await open(user);
    const body = await notification(transactionId, { outcome: 'settlement' });
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, async () => {
        await receive(body);
        await converge(transactionId);
      }),
    );
    const refused = results.filter((result) => result.status === 'rejected').length;
    return { user, transactionId, refused, balance: (await wallet(user)).balance };
  };

  test('one settlement delivered and handled 50 times at once credits once', async () => {
    const { user, transactionId, refused, balance } = await deliveries();
    expect({ refused, balance }).toEqual({ refused: 0, balance: 100_000 });
    expect(await wallet(user)).toMatchObject({ totalTopUp: 100_000 });
    const [event] = await db.dataSource.query(
      'SELECT deliveries, handled_at FROM gateway_events WHERE payment_id = $1',
      [transactionId],
    );
    expect(event.deliveries).toBe(50);
    expect(event.handled_at).not.toBeNull();
    const told = await db.dataSource.query(`SELECT 1 FROM notifications WHERE user_id = $1`, [user]);
    expect(told).toHaveLength(1);
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('… which the lock on the wallet is needed for', async () => {
    const taken = sabotage(db.dataSource, / FOR UPDATE$/);
    const { refused, balance } = await deliveries();
    taken.restore();
    // Some run into the ledger's unique key; that alone keeps the money right.
    expect(refused).toBeGreaterThan(0);
    expect(balance).toBe(100_000);
  });

  test('a wrong signature, a foreign order and junk change nothing', async () => {
    const user = await aCustomer(db.dataSource);
    const { transactionId } = await open(user);
    const body = await notification(transactionId, { outcome: 'settlement' });
    expect(await receive({ ...body, gross_amount: '900000.00' })).toBe('forged');
    expect(await receive({ ...body, signature_key: '0'.repeat(128) })).toBe('forged');
    expect(await receive(null)).toBe('forged');
    expect(await receive([1, 2])).toBe('forged');
    expect(
      await db.dataSource.query('SELECT 1 FROM gateway_events WHERE payment_id = $1', [transactionId]),
    ).toEqual([]);
    expect(await wallet(user)).toMatchObject({ balance: 0 });
  });

  test('a larger gross_amount credits our amount', async () => {
    const user = await aCustomer(db.dataSource);
    const { transactionId } = await open(user, { amount: 10_000 });
    const body = await notification(transactionId, { outcome: 'settlement', grossAmount: '10071.00' });
    expect(body.gross_amount).toBe('10071.00');
    expect(await receive(body)).toBe('accepted');
    await converge(transactionId);
    expect(await wallet(user)).toMatchObject({ balance: 10_000 });
  });

  test('settlement before pending and pending after settlement end the same', async () => {
    const user = await aCustomer(db.dataSource);
    const { transactionId } = await open(user);
    const settlement = await notification(transactionId, { outcome: 'settlement' });
    await receive(settlement);
    await converge(transactionId);
    // The late one says pending; what the gateway says when asked is what counts.
    await receive({ ...settlement, transaction_status: 'pending' });
    await converge(transactionId);
    expect(await state(user, transactionId)).toMatchObject({ status: 'COMPLETED' });
    expect(await wallet(user)).toMatchObject({ balance: 100_000 });

    // Even a gateway that says pending again cannot take it back.
    await outcome(transactionId, { outcome: 'pending', notify: 0 });
    await converge(transactionId);
    expect(await state(user, transactionId)).toMatchObject({ status: 'COMPLETED' });
  });

  test('a lost one is made good by the sweep, also by three at once', async () => {
    const user = await aCustomer(db.dataSource);
    const now = new Date();
    const { transactionId } = await open(user, {}, now);
    await outcome(transactionId, { outcome: 'settlement', notify: 0 });
    const later = new Date(now.getTime() + 16_000);
    await Promise.all([1, 2, 3].map(() => sweepPayments(deps(), later)));
    expect(await wallet(user)).toMatchObject({ balance: 100_000 });
    const { nextCheckAt } = await db.dataSource.manager.findOneByOrFail(Payment, { id: transactionId });
    // Asked once more soon, should it be taken back.
    expect(nextCheckAt).toEqual(new Date(later.getTime() + 600_000));
  });

  test('a page that nobody ever paid on ends by itself', async () => {
    const user = await aCustomer(db.dataSource);
    const now = new Date();
    const { transactionId, expiresAt } = await open(user, {}, now);
    const end = new Date(new Date(expiresAt).getTime() + 6 * 60_000);
    await sweepPayments(deps(), end);
    expect(await state(user, transactionId)).toMatchObject({ status: 'FAILED', failure: 'EXPIRED' });
  });
});

describe('a gateway in trouble', () => {
  test('times out after creating: the same request goes on, and nothing is credited twice', async () => {
    const user = await aCustomer(db.dataSource);
    const request = { requestId: 'a-page-that-got-lost' };
    await control('faults', { timeoutAfterCreating: 1 });
    await expect(open(user, request)).rejects.toMatchObject({ code: 'GATEWAY_ERROR' });
    const { transactionId, redirectUrl } = await open(user, request);
    expect(redirectUrl).toBeDefined();
    await outcome(transactionId, { outcome: 'settlement', notify: 0 });
    await converge(transactionId);
    expect((await open(user, request)).status).toBe('COMPLETED');
    const all = await db.dataSource.manager.findBy(Payment, { userId: user });
    for (const { id } of all) await converge(id);
    expect(await wallet(user)).toMatchObject({ balance: 100_000 });
    expect(await brokenRules(db.dataSource)).toEqual([]);
  });

  test('a QR code that was made but never arrived is withdrawn and another one made', async () => {
    const user = await aCustomer(db.dataSource);
    const request = { paymentMethod: 'QRIS' as const, requestId: 'a-code-that-got-lost' };
    await control('faults', { timeoutAfterCreating: 1 });
    await expect(open(user, request)).rejects.toMatchObject({ code: 'GATEWAY_ERROR' });
    const again = await open(user, request);
    expect(again.qrString).toBeDefined();
    const payments = await db.dataSource.manager.findBy(Payment, { userId: user });
    expect(payments.map((payment) => payment.status).sort()).toEqual(['CANCELLED', 'PENDING']);
  });

  test('is down: nothing moved, and the same request works when it is back', async () => {
    const user = await aCustomer(db.dataSource);
    const request = { requestId: 'while-it-was-down' };
    await control('faults', { down: true });
    await expect(open(user, request)).rejects.toMatchObject({ code: 'GATEWAY_ERROR' });
    await expect(open(user, request)).rejects.toMatchObject({ code: 'GATEWAY_ERROR' });
    await control('faults', { down: false });
    const { transactionId } = await open(user, request);
    expect(await db.dataSource.manager.findBy(Payment, { userId: user })).toHaveLength(1);
    await control('faults', { down: true });
    await expect(checkTopUp(deps(), user, transactionId, new Date())).rejects.toMatchObject({
      code: 'GATEWAY_ERROR',
    });
    await control('faults', { down: false });
    expect((await checkTopUp(deps(), user, transactionId, new Date())).status).toBe('PENDING');
  });

  test('two clicks at once with one request id open one page', async () => {
    const user = await aCustomer(db.dataSource);
    const request = { requestId: 'clicked-twice' };
    const views = await Promise.all([open(user, request), open(user, request), open(user, request)]);
    expect(new Set(views.map((view) => view.transactionId)).size).toBe(1);
    const pages = views.map((view) => view.redirectUrl).filter((url) => url !== undefined);
    expect(new Set(pages).size).toBe(1);
  });
});
