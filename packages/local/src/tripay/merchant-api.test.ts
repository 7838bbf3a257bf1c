import { afterAll, beforeAll, expect, test } from 'vitest';
import { creation, type TestSandbox, testSandbox } from './sandbox.test-fixture.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.close());

const get = (path: string) => sandbox.call('GET', `/api/${path}`);

test('an account number, its fee and its page, told alike by creation and detail', async () => {
  const data = await sandbox.open('VA');
  expect(data).toMatchObject({
    merchant_ref: 'VA',
    payment_method: 'BRIVA',
    payment_name: 'BRI Virtual Account',
    amount: 50_000,
    fee_merchant: 4_250,
    total_fee: 4_250,
    amount_received: 45_750,
    pay_code: expect.stringMatching(/^8\d{14}$/),
    pay_url: null,
    checkout_url: `${sandbox.url}/checkout/${data.reference}`,
    status: 'UNPAID',
    qr_string: null,
  });
  const [, detail] = await get(`transaction/detail?reference=${data.reference}`);
  expect(detail).toEqual({ success: true, message: 'Success', data });
  expect((await get('transaction/detail?reference=none'))[0]).toBe(404);
});

test('a QR and its picture; a wallet is paid on its page', async () => {
  const qris = await sandbox.open('QR', { method: 'QRIS' });
  expect(qris).toMatchObject({
    pay_code: null,
    qr_string: expect.stringMatching(/^000201.*6304[0-9A-F]{4}$/),
  });
  const picture = await fetch(String(qris.qr_url));
  expect(picture.headers.get('content-type')).toBe('image/png');
  const ovo = await sandbox.open('OVO', { method: 'OVO' });
  expect(ovo.pay_url).toBe(ovo.checkout_url);
});

test.each([
  [{ method: 'DOGE' }, 'Payment channel is not available'],
  [{ amount: 9_999 }, 'Minimum amount'],
  [{ amount: 10_000_001 }, 'Maximum amount'],
  [{ amount: '50000' }, 'Minimum amount'],
  [{ amount: 50_001 }, 'not the sum'],
  [{ customer_email: '' }, 'customer_email'],
  [{ order_items: [] }, 'order_items'],
  [{ signature: 'wrong' }, 'Invalid signature'],
  [{ expired_time: 1 }, 'expired_time'],
])('a creation with %j is refused', async (changes, message) => {
  const [status, body] = await sandbox.call('POST', '/api/transaction/create', creation('X', changes));
  expect([status, body.success]).toEqual([400, false]);
  expect(body.message).toContain(message);
  expect((await get('merchant/transactions?merchant_ref=X'))[1].data).toEqual([]);
});

test('nothing without the key', async () => {
  const answer = await fetch(`${sandbox.url}/api/merchant/transactions`);
  expect([answer.status, await answer.json()]).toEqual([401, { success: false, message: 'Invalid API Key' }]);
});

test('the list by name, state and page, newest first unless asked', async () => {
  for (const ref of ['L1', 'L2', 'L3']) await sandbox.open(ref, { method: 'INDOMARET' });
  await sandbox.call('POST', '/sandbox/transactions/L2', { outcome: 'settlement', notify: 0 });
  const refs = async (query: string) => {
    const [, body] = await get(`merchant/transactions?method=INDOMARET&${query}`);
    return (body.data as { merchant_ref: string }[]).map(({ merchant_ref }) => merchant_ref);
  };
  expect(await refs('')).toEqual(['L3', 'L2', 'L1']);
  expect(await refs('sort=asc')).toEqual(['L1', 'L2', 'L3']);
  expect(await refs('status=PAID')).toEqual(['L2']);
  expect(await refs('per_page=2&page=2')).toEqual(['L1']);
  const [, body] = await get('merchant/transactions?method=INDOMARET&per_page=2');
  expect(body.pagination).toMatchObject({ current_page: 1, next_page: 2, last_page: 2, total_records: 3 });
  const [paid] = (await get('merchant/transactions?merchant_ref=L2'))[1].data as Record<string, unknown>[];
  expect(paid).toMatchObject({ status: 'PAID', fee_merchant: 3_500, paid_at: expect.any(Number) });
});

test('channels, and what each would cost', async () => {
  const [, all] = await get('merchant/payment-channel');
  expect(all.data).toHaveLength(21);
  const [, one] = await get('merchant/fee-calculator?code=QRIS&amount=100000');
  expect(one.data).toMatchObject([{ code: 'QRIS', total_fee: { merchant: 1_450, customer: 0 } }]);
  expect((await get('merchant/fee-calculator?amount=none'))[0]).toBe(400);
});
