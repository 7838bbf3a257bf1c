import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from './sandbox.test-fixture.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.close());

const create = (body: unknown) => sandbox.call('POST', '/snap/v1/transactions', body);
const order = (order_id: unknown, gross_amount: unknown = 50_000) => ({
  transaction_details: { order_id, gross_amount },
});

test('opens a page', async () => {
  const [status, body] = await create(order('opens'));
  expect(status).toBe(201);
  expect(body.token).toMatch(/^[0-9a-f-]{36}$/);
  expect(body.redirect_url).toBe(`${sandbox.url}/snap/v4/redirection/${body.token}`);
});

const item = (price: number, quantity = 1) => ({ id: 'a', name: 'Top up', price, quantity });

test.each<[string, unknown, string]>([
  ['no order id', order(undefined), 'transaction_details.order_id is required'],
  ['a space in it', order('a b'), 'transaction_details.order_id format is invalid'],
  ['51 characters', order('x'.repeat(51)), 'transaction_details.order_id format is invalid'],
  ['no amount', { transaction_details: { order_id: 'a' } }, 'transaction_details.gross_amount is required'],
  ['half a rupiah', order('a', 0.5), 'transaction_details.gross_amount must be a whole number'],
  ['an amount in words', order('a', '50000'), 'transaction_details.gross_amount must be a whole number'],
  ['nothing to pay', order('a', 0), 'transaction_details.gross_amount must be greater than or equal to 0.01'],
  [
    'items of another sum',
    { ...order('a'), item_details: [item(40_000), item(5_000, 1)] },
    'transaction_details.gross_amount is not equal to the sum of item_details',
  ],
  [
    'a code Snap does not have',
    { ...order('a'), enabled_payments: ['qris'] },
    'enabled_payments contains an unknown payment type: qris',
  ],
  [
    'too short an expiry',
    { ...order('a'), expiry: { unit: 'minutes', duration: 0.1 } },
    'expiry duration must be at least 20 seconds',
  ],
  ['nothing at all', null, 'transaction_details.order_id is required'],
])('refuses %s', async (_, body, message) => {
  const [status, answer] = await create(body);
  expect(status).toBe(400);
  expect(answer.error_messages).toContain(message);
});

test('accepts items with a discount', async () => {
  const items = [item(30_000, 2), item(-10_000)];
  expect((await create({ ...order('discount'), item_details: items }))[0]).toBe(201);
});

test('refuses malformed JSON and more than 16 KB', async () => {
  expect((await create('{'))[0]).toBe(400);
  expect((await create({ ...order('big'), custom_field1: 'x'.repeat(17_000) }))[0]).toBe(400);
});

test('asks for the server key', async () => {
  const headers = { authorization: `Basic ${Buffer.from('SB-Mid-server-wrong:').toString('base64')}` };
  const [status, body] = await sandbox.call('POST', '/snap/v1/transactions', order('x'), headers);
  expect(status).toBe(401);
  expect(body.error_messages).toContain(
    'Access denied due to unauthorized transaction, please check client or server key',
  );
});

test('a new page for the same order revokes the old one', async () => {
  const old = await sandbox.openPage('again');
  const young = await sandbox.openPage('again');
  expect((await fetch(old)).status).toBe(404);
  expect((await fetch(young)).status).toBe(200);
});

test('an order with a payment keeps its id until cancelled', async () => {
  const page = await sandbox.openPage('taken');
  await fetch(`${page}/choose`, { method: 'POST', body: new URLSearchParams({ method: 'bca_va' }) });
  const [status, body] = await create(order('taken'));
  expect(status).toBe(400);
  expect(body.error_messages).toEqual([
    'transaction_details.order_id has been paid and utilized, please use another order ID',
  ]);
  await sandbox.call('POST', '/v2/taken/cancel', 'null');
  expect((await create(order('taken')))[0]).toBe(201);
});

test('a page is cancelled by its token, once, and not while a payment runs', async () => {
  const cancel = (page: string) =>
    sandbox.call('POST', `/snap/v1/transactions/${page.split('/').at(-1)}/cancel`, {});
  const page = await sandbox.openPage('page-cancel');
  expect((await cancel(page))[1]).toMatchObject({ canceled_at: expect.stringMatching(/Z$/) });
  expect(await cancel(page)).toEqual([400, { error_messages: ['token already canceled'] }]);
  const busy = await sandbox.openPage('page-busy');
  await fetch(`${busy}/choose`, { method: 'POST', body: new URLSearchParams({ method: 'gopay' }) });
  expect(await cancel(busy)).toEqual([400, { error_messages: ['Transaction is on progress'] }]);
  expect((await cancel('nothing'))[1]).toEqual({ error_messages: ['token not found'] });
});
