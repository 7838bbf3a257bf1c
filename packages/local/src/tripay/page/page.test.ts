import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../sandbox.test-fixture.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.close());

const submit = (page: unknown, verb: string) =>
  fetch(`${page}/${verb}`, { method: 'POST', redirect: 'manual' });
const read = async (page: unknown, headers: Record<string, string> = {}) =>
  (await fetch(String(page), { headers })).text();
const statusOf = async (reference: unknown) => {
  const [, { data }] = await sandbox.call('GET', `/api/transaction/detail?reference=${reference}`);
  return (data as { status: string }).status;
};

test('shows who is paid, how much and by which number, in the reader’s language', async () => {
  const { checkout_url: page, pay_code } = await sandbox.open('shown', { customer_name: '<img src=x>' });
  const text = await read(page, { 'accept-language': 'id-ID' });
  expect(text).toContain('Sandbox Tripay — bukan uang sungguhan');
  expect(text).toContain('Bayar Rp50.000');
  expect(text).toContain(`data-copy="${pay_code}"`);
  expect(text).not.toContain('<img src=x');
  expect(await read(`${page}?lang=en`)).toContain('Tripay sandbox — no real money');
});

test('a success leads back with both names', async () => {
  const { checkout_url: page, reference } = await sandbox.open('returns', {
    return_url: 'http://localhost:3000/wallet?tab=1',
  });
  expect((await submit(page, 'pay')).status).toBe(303);
  expect(await statusOf(reference)).toBe('PAID');
  expect(await read(page)).toContain(
    `href="http://localhost:3000/wallet?tab=1&amp;tripay_reference=${reference}&amp;tripay_merchant_ref=returns"`,
  );
});

test('a payment can fail, and a stale page changes nothing', async () => {
  const { checkout_url: page, reference } = await sandbox.open('fails', {
    return_url: 'javascript:alert(1)',
  });
  await submit(page, 'fail');
  await submit(page, 'pay');
  expect(await statusOf(reference)).toBe('FAILED');
  expect(await read(page)).not.toContain('javascript:');
  expect(await (await fetch(`${page}/state`)).json()).toEqual({ state: 'FAILED' });
});

test('a code is drawn and says that it cannot be paid; a shop asks for a code', async () => {
  const qris = await read((await sandbox.open('qr', { method: 'QRIS' })).checkout_url);
  expect(qris).toContain('<svg');
  expect(qris).toContain('cannot be paid');
  expect(await read((await sandbox.open('shop', { method: 'ALFAMART' })).checkout_url)).toContain(
    'Payment code',
  );
});

test('the overview lists what there is; an unknown page is 404, in words', async () => {
  const { reference } = await sandbox.open('listed');
  expect(await read(sandbox.url)).toContain(`/checkout/${reference}`);
  const missing = await fetch(`${sandbox.url}/checkout/none`);
  expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('does not exist')]);
});
