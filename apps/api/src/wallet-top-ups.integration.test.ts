import { playMidtrans } from '@minispod/testing/midtrans';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from './testing/start-api.js';

let api: Api;
let midtrans: Awaited<ReturnType<typeof playMidtrans>>;
beforeAll(async () => {
  midtrans = await playMidtrans();
  const account = { bank: 'BCA', number: '1234567890', holder: 'PT Contoh' };
  api = await startApi({ gateways: midtrans.gateways, bankAccounts: [account] });
});
afterAll(async () => {
  await api.close();
  await midtrans.close();
});

const customer = async () => {
  const { accessToken: token } = await api.person();
  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await api.ask(method, `/api/user/wallet${path}`, { token, ...(body && { body }) });
    return { status: answer.status, ...answer.body };
  };
  const open = async (more: object = {}) =>
    (await ask('POST', '/topup', { amount: 100_000, paymentMethod: 'QRIS', ...more })).data;
  return { ask, open };
};

test('what is open is listed, newest first, until it is cancelled; nobody cancels another’s', async () => {
  const { ask, open } = await customer();
  const first = await open();
  const second = await open({ paymentMethod: 'BANK_TRANSFER', bank: 'bca' });
  const listed = async () => (await ask('GET', '/topups/open')).data;
  expect(await listed()).toMatchObject({
    maximum: 10,
    items: [
      { transactionId: second.transactionId, instructions: { kind: 'VA' }, canCancel: true },
      { transactionId: first.transactionId, instructions: { kind: 'QR' } },
    ],
  });
  const stranger = await customer();
  expect((await stranger.ask('POST', `/topup/${first.transactionId}/cancel`)).status).toBe(404);
  const cancelled = await ask('POST', `/topup/${first.transactionId}/cancel`);
  expect(cancelled).toMatchObject({
    status: 200,
    data: { status: 'CANCELLED', paymentStatus: 'CANCELLED', canCancel: false },
  });
  expect((await midtrans.gateway.status({ paymentId: first.transactionId })).state).toBe('CANCELLED');
  expect((await listed()).items).toHaveLength(1);
  // Again changes nothing; once it is paid there is nothing to cancel.
  expect((await ask('POST', `/topup/${first.transactionId}/cancel`)).status).toBe(200);
  await midtrans.end(second.transactionId, { outcome: 'settlement' });
  expect(await ask('POST', `/topup/${second.transactionId}/cancel`)).toMatchObject({
    status: 409,
    error: { code: 'CONFLICT' },
  });
  expect((await ask('GET', '')).data.creditBalance).toBe(100_000);
});

test('the eleventh at once is refused', async () => {
  const { ask, open } = await customer();
  for (let n = 0; n < 10; n++) await open();
  const refused = await ask('POST', '/topup', { amount: 100_000, paymentMethod: 'QRIS' });
  expect(refused).toMatchObject({ status: 409, error: { code: 'CONFLICT' } });
});

test('ways to pay say what they take, and the last one used is remembered', async () => {
  const { ask, open } = await customer();
  const methods = async (query = '') => (await ask('GET', `/methods${query}`)).data;
  const small = await methods('?amount=15000000');
  const reasons = Object.fromEntries(
    small.items.map(({ name, reason }: { name: string; reason: string | null }) => [name, reason]),
  );
  expect(reasons).toMatchObject({ BCA: null, QRIS: 'AMOUNT', LinkAja: 'AMOUNT', GoPay: null });
  expect(small.items.at(-1)).toMatchObject({
    method: 'MANUAL_TRANSFER',
    shows: 'TRANSFER',
    isAvailable: true,
  });
  expect(await ask('POST', '/topup', { amount: 15_000_000, paymentMethod: 'QRIS' })).toMatchObject({
    status: 400,
    error: { details: { amount: expect.stringContaining('Rp10.000.000') } },
  });
  expect(small.last).toBeNull();
  const { transactionId } = await open();
  await midtrans.end(transactionId, { outcome: 'settlement' });
  await ask('POST', `/topup/${transactionId}/check`);
  expect((await methods()).last).toEqual({ method: 'QRIS', bank: null, wallet: null });
});
