import { startMidtransSandbox } from '@minispod/local/midtrans/server';
import { createMidtransGateway } from '@minispod/payments/midtrans/gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenBooks } from './testing/books.js';
import { type Api, MIDTRANS_SERVER_KEY, startApi } from './testing/start-api.js';

let sandbox: Awaited<ReturnType<typeof startMidtransSandbox>>;
let api: Api;
let token: string;
let customer: string;
beforeAll(async () => {
  sandbox = await startMidtransSandbox({
    port: 0,
    serverKey: MIDTRANS_SERVER_KEY,
    // Nobody listens: every notification is lost.
    notificationUrl: 'http://127.0.0.1:1/',
  });
  const midtrans = createMidtransGateway({
    serverKey: MIDTRANS_SERVER_KEY,
    clientKey: 'SB-Mid-client-not-a-real-key',
    isProduction: false,
    coreApiUrl: sandbox.url,
    snapApiUrl: `${sandbox.url}/snap/v1`,
  });
  api = await startApi({ gateways: new Map([[midtrans.name, midtrans]]) });
  token = (await api.administrator()).accessToken;
  customer = (await api.person()).accessToken;
});
afterAll(async () => {
  await api.close();
  await sandbox.close();
});

async function opened(body: object): Promise<string> {
  const { body: answer, text } = await api.ask('POST', '/api/user/wallet/topup', {
    token: customer,
    body: { amount: 100_000, ...body },
  });
  if (!answer.data) throw new Error(text);
  return answer.data.transactionId;
}
async function happens(id: string, outcome: string, more: object = {}) {
  const response = await fetch(`${sandbox.url}/sandbox/transactions/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome, notify: 0, ...more }),
  });
  if (!response.ok) throw new Error(await response.text());
}
const recheck = (id: string) => api.ask('POST', `/api/admin/transactions/${id}/recheck`, { token, body: {} });

/** The list of today, downloaded at the gateway and given to us. */
async function importList() {
  const form = new FormData();
  const list = await fetch(`${sandbox.url}/sandbox/settlements`);
  form.append('file', await list.blob(), 'settlement.csv');
  const { headers, body } = new Request('http://x', { method: 'POST', body: form });
  const response = await api.app.inject({
    method: 'POST',
    url: '/api/admin/reconciliation/imports',
    headers: { authorization: `Bearer ${token}`, 'content-type': headers.get('content-type') ?? '' },
    payload: Buffer.from(await new Response(body).arrayBuffer()),
  });
  return response.json().data;
}
const differences = async () =>
  (await api.ask('GET', '/api/admin/reconciliation/differences', { token })).body.data.items;

test("the gateway's own list of whatever happened there agrees with our books, though no notification came", async () => {
  const ways = [
    { paymentMethod: 'BANK_TRANSFER', bank: 'bca' },
    { paymentMethod: 'BANK_TRANSFER', bank: 'mandiri' },
    { paymentMethod: 'E_WALLET', wallet: 'gopay' },
    { paymentMethod: 'QRIS' },
  ];
  for (const way of ways) await happens(await opened(way), 'settlement');
  const refunded = await opened({ paymentMethod: 'QRIS' });
  await happens(refunded, 'settlement');
  await recheck(refunded);
  await happens(refunded, 'partial_refund', { refundAmount: 30_000 });
  const unheard = await opened({ paymentMethod: 'QRIS' });
  await happens(unheard, 'settlement');
  await happens(unheard, 'refund');
  const unpaid = await opened({ paymentMethod: 'QRIS' });
  await happens(unpaid, 'expire');

  expect(await importList()).toMatchObject({ isNew: true, lines: 8, differences: 0 });
  expect(await differences()).toEqual([]);
  const { creditBalance } = (await api.ask('GET', '/api/user/wallet', { token: customer })).body.data;
  expect(creditBalance).toBe(5 * 100_000 - 30_000);

  // More happened since: the list of the same day again, longer.
  await happens(await opened({ paymentMethod: 'QRIS' }), 'settlement');
  expect(await importList()).toMatchObject({ isNew: true, lines: 9, known: 8, matched: 1, differences: 0 });
  expect(await importList()).toMatchObject({ isNew: false, lines: 9 });
  expect(await brokenBooks(api)).toEqual([]);
});

test('what the gateway says that it was paid, and was not what we asked for, is a difference', async () => {
  const id = await opened({ paymentMethod: 'QRIS' });
  await happens(id, 'settlement', { grossAmount: '100071.00' });
  await importList();
  expect(await differences()).toMatchObject([
    { kind: 'AMOUNT_DIFFERS', orderId: id, ours: 100_000, theirs: 100_071 },
  ]);
  expect(await brokenBooks(api)).toEqual([]);
});
