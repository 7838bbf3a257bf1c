import { afterAll, beforeAll, expect, test } from 'vitest';
import { html } from '../../gateway/html.js';
import { chooseLang, formatRupiah } from '../../gateway/speech.js';
import { type TestSandbox, testSandbox } from '../sandbox.test-fixture.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.close());

const submit = (page: string, verb: string, form: Record<string, string> = {}) =>
  fetch(`${page}/${verb}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
const read = async (page: string, headers: Record<string, string> = {}) =>
  (await fetch(page, { headers })).text();
const statusOf = async (orderId: string) =>
  (await sandbox.call('GET', `/v2/${orderId}/status`))[1].transaction_status;

test('what is interpolated is escaped, what was built is not', () => {
  expect(html`<p title="${'"'}">${'<script>'}${html`<b>${[1, false, null, '&']}</b>`}</p>`.text).toBe(
    '<p title="&quot;">&lt;script&gt;<b>1&amp;</b></p>',
  );
});

test('amounts and languages', () => {
  expect([1, 100_000, 1_234_567].map(formatRupiah)).toEqual(['Rp1', 'Rp100.000', 'Rp1.234.567']);
  expect(chooseLang('id', 'en')).toBe('id');
  expect(chooseLang(undefined, 'fr, id-ID;q=0.9, en')).toBe('id');
  expect(chooseLang('fr', undefined)).toBe('en');
});

test('shows merchant, order and amount in the reader’s language, whatever the customer is called', async () => {
  const page = await sandbox.openPage('shown', {
    customer_details: { first_name: '<img src=x onerror=alert(1)>' },
  });
  const text = await read(page, { 'accept-language': 'id-ID' });
  expect(text).toContain('Sandbox Midtrans — bukan uang sungguhan');
  expect(text).toContain('Rp50.000');
  expect(text).toContain('&lt;img src=x');
  expect(text).not.toContain('<img src=x');
  expect(await read(`${page}?lang=en`)).toContain('Midtrans sandbox — no real money');
});

test('allows its own sheet and script only', async () => {
  const policy = (await fetch(await sandbox.openPage('policy'))).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
});

test('a success leads back with order, code and status', async () => {
  const page = await sandbox.openPage('returns', {
    callbacks: { finish: 'http://localhost:3000/wallet?tab=1' },
  });
  await submit(page, 'choose', { method: 'bca_va' });
  expect(await read(page)).toContain('Pay Rp50.000');
  await submit(page, 'pay');
  expect(await read(page)).toContain(
    'href="http://localhost:3000/wallet?tab=1&amp;order_id=returns&amp;status_code=200&amp;transaction_status=settlement"',
  );
});

test('an address that is not of the web is no way back', async () => {
  const page = await sandbox.openPage('script', { callbacks: { finish: 'javascript:alert(1)' } });
  expect(await read(page)).not.toContain('javascript:');
});

test('a stale page changes nothing', async () => {
  const page = await sandbox.openPage('stale', { enabled_payments: ['bca_va', 'credit_card'] });
  await submit(page, 'choose', { method: 'gopay' });
  expect(await statusOf('stale')).toBeUndefined();
  await submit(page, 'pay');
  expect(await statusOf('stale')).toBeUndefined();
  await submit(page, 'choose', { method: 'bca_va' });
  await submit(page, 'cancel');
  for (const verb of ['pay', 'fail', 'otp', 'choose', 'card'])
    await submit(page, verb, { method: 'bca_va', number: '4411111111111118', expiry: '12/39', cvv: '123' });
  expect(await statusOf('stale')).toBe('cancel');
});

test.each([
  [{ number: '1234', expiry: '12/39', cvv: '123' }, 'not one of the test cards'],
  [{ number: '4411 1111 1111 1118', expiry: '01/20', cvv: '123' }, 'date in the future'],
  [{ number: '4411 1111 1111 1118', expiry: '12/39', cvv: '1' }, 'three digits'],
  [{}, 'not one of the test cards'],
])('card %j is asked again', async (form, message) => {
  const page = await sandbox.openPage('card-errors');
  const answer = await submit(page, 'card', form);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(message);
});

test('time runs out: for the page quietly, for a chosen payment with a status', async () => {
  const expiry = {
    unit: 'minutes',
    duration: 60,
    start_time: new Date().toISOString().slice(0, 19).replace('T', ' '),
  };
  const window = { expiry: { ...expiry, start_time: `${expiry.start_time} +0000` } };
  const [unused, chosen] = [await sandbox.openPage('unused', window), await sandbox.openPage('late', window)];
  await submit(chosen, 'choose', { method: 'bni_va' });
  await sandbox.call('POST', '/sandbox/clock', { offsetMs: 61 * 60_000 });
  expect(await read(unused)).toContain('Time is up');
  await submit(unused, 'choose', { method: 'bni_va' });
  expect(await statusOf('unused')).toBeUndefined();
  await submit(chosen, 'pay');
  expect(await statusOf('late')).toBe('expire');
  await sandbox.call('POST', '/sandbox/clock', { offsetMs: 0 });
});

test('a Core payment has a page to be paid on, too', async () => {
  const details = { order_id: 'core', gross_amount: 50_000 };
  await sandbox.call('POST', '/v2/charge', { payment_type: 'qris', transaction_details: details });
  const page = `${sandbox.url}/simulator/core`;
  expect(await read(page)).toContain('<svg');
  await submit(page, 'pay');
  expect(await statusOf('core')).toBe('settlement');
  expect(await read(sandbox.url)).toContain('settlement');
});

test('an unknown page is 404, in words', async () => {
  const answer = await fetch(`${sandbox.url}/snap/v4/redirection/nothing`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('does not exist');
});
