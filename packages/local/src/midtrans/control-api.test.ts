import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from './sandbox.test-fixture.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.close());

const control = (path: string, body: unknown) => sandbox.call('POST', `/sandbox/${path}`, body);

test('an outcome on a page without a method chooses one that can have it', async () => {
  await sandbox.openPage('bank', { enabled_payments: ['bni_va', 'credit_card'] });
  await control('transactions/bank', { outcome: 'settlement', notify: 0 });
  await sandbox.openPage('card', { enabled_payments: ['bni_va', 'credit_card'] });
  await control('transactions/card', { outcome: 'challenge', notify: 0 });
  await sandbox.openPage('asked');
  await control('transactions/asked', { outcome: 'settlement', paymentType: 'dana', notify: 0 });
  const types = ['bank', 'card', 'asked'].map(
    async (id) => (await sandbox.call('GET', `/v2/${id}/status`))[1].payment_type,
  );
  expect(await Promise.all(types)).toEqual(['bank_transfer', 'credit_card', 'dana']);
});

test('what the documented transitions forbid can be forced', async () => {
  await sandbox.openPage('late');
  await control('transactions/late', { outcome: 'expire', notify: 0 });
  await control('transactions/late', { outcome: 'settlement', notify: 0 });
  expect((await sandbox.call('GET', '/v2/late/status'))[1].transaction_status).toBe('settlement');
});

test.each([
  ['transactions/x', { outcome: 'settled' }],
  ['transactions/x', { outcome: 'settlement', notify: -1 }],
  ['transactions/x', { grossAmount: '50000' }],
  ['transactions/x', { unknown: 1 }],
  ['faults', { down: 'maybe' }],
  ['faults', { errors: '3' }],
  ['clock', {}],
  ['clock', { now: 'tomorrow' }],
])('%s refuses %j', async (path, body) => {
  await sandbox.openPage('x');
  expect((await control(path, body))[0]).toBe(400);
});

test('an unknown order is 404', async () => {
  expect((await control('transactions/nothing', { outcome: 'deny' }))[0]).toBe(404);
});

test('faults spoil as many requests as asked, and gatewayDown lasts until it is taken back', async () => {
  await sandbox.openPage('faulty');
  await control('faults', { errors: 2 });
  const ask = async () => (await sandbox.call('GET', '/v2/faulty/status'))[0];
  expect([await ask(), await ask(), await ask()]).toEqual([500, 500, 200]);
  await control('transactions/faulty', { gatewayDown: true });
  expect([await ask(), await ask()]).toEqual([500, 500]);
  await control('transactions/faulty', { gatewayDown: false });
  expect(await ask()).toBe(200);
});

test('a slow card is accepted by itself a minute later', async () => {
  const page = await sandbox.openPage('slow');
  const form = { number: '4024007176265022', expiry: '12/39', cvv: '123' };
  await fetch(`${page}/card`, { method: 'POST', body: new URLSearchParams(form) });
  const status = async () => (await sandbox.call('GET', '/v2/slow/status'))[1].transaction_status;
  expect(await status()).toBe('pending');
  await control('clock', { offsetMs: 61_000 });
  expect(await status()).toBe('capture');
  await control('clock', { offsetMs: 0 });
});
