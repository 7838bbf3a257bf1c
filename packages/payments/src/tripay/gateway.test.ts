import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rupiah } from '@minispod/contracts/rupiah';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { afterEach, expect, test } from 'vitest';
import { aPayment } from '../gateway-access.test-fixture.js';
import { createTripayGateway } from './gateway.js';

let server: Server | undefined;
const asked: string[] = [];
afterEach(() => {
  server?.close();
  asked.length = 0;
});

async function answering(...answers: object[]) {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify({ success: true, ...answers[asked.length - 1] }));
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  return createTripayGateway({ apiKey: 'a', privateKey: 'p', merchantCode: 'T1', apiUrl });
}

test.each([
  [{ bank: 'bri' }, { kind: 'VA', bank: 'bri', number: '57' }],
  [{ method: 'QRIS' }, { kind: 'QR', qrString: 'q' }],
  [
    { method: 'E_WALLET', wallet: 'ovo' },
    { kind: 'PAGE', url: 'https://t.test/c' },
  ],
] as const)('%j is paid as %j', async (chosen, instructions) => {
  const data = { reference: 'R', pay_code: '57', qr_string: 'q', checkout_url: 'https://t.test/c' };
  const gateway = await answering({ data });
  await expect(gateway.create(aPayment(chosen))).resolves.toMatchObject({
    instructions,
    gatewayReference: 'R',
  });
});

test('outside its limits, or without a bank, nothing is asked', async () => {
  const gateway = await answering();
  for (const payment of [aPayment({ bank: undefined }), aPayment({ bank: 'bri', amount: rupiah(9_999) })])
    await expect(gateway.create(payment)).rejects.toBeInstanceOf(GatewayRejected);
  expect(asked).toEqual([]);
});

test('a payment is asked by its reference, or found by ours when that was never heard', async () => {
  const data = { reference: 'R', merchant_ref: 'A', amount: 50_000, status: 'PAID' };
  const gateway = await answering({ data }, { data: [data] }, { data: [] });
  const byReference = { paymentId: 'A', gatewayReference: 'R' };
  await expect(gateway.status(byReference)).resolves.toMatchObject({ state: 'PAID' });
  await expect(gateway.status({ paymentId: 'A' })).resolves.toMatchObject({ state: 'PAID' });
  await expect(gateway.status({ paymentId: 'A' })).resolves.toMatchObject({ state: 'NOT_FOUND' });
  expect(asked[0]).toBe('/api/transaction/detail?reference=R');
  expect(asked[1]).toBe('/api/merchant/transactions?merchant_ref=A');
});

const settled = { reference: 'R', merchant_ref: 'A', amount: 50_000, status: 'PAID' };

test.each([
  ['under the channel’s own name', { ...settled, merchant_ref: 'OVO-1' }],
  ['without a name', { ...settled, merchant_ref: null }],
])('an answer %s is about the payment whose reference was asked', async (_, data) => {
  const gateway = await answering({ data });
  const ref = { paymentId: 'A', gatewayReference: 'R' };
  await expect(gateway.status(ref)).resolves.toMatchObject({ state: 'PAID', grossAmount: 50_000 });
});

test.each([
  ['about another payment', { data: { ...settled, reference: 'S', merchant_ref: 'B' } }],
  ['without a status', { data: { ...settled, status: null } }],
  ['with a list of others', { data: [{ ...settled, merchant_ref: 'B', reference: 'S' }] }],
  ['without anything', {}],
])('an answer %s says nothing, and is no outage', async (_, answer) => {
  const gateway = await answering(answer);
  const ref = { paymentId: 'A', gatewayReference: 'R' };
  await expect(gateway.status(ref)).resolves.toMatchObject({ state: 'UNKNOWN', grossAmount: null });
});

test('settlements are those of the Jakarta days, each once, from as many pages as can hold one', async () => {
  // 2026-01-31 23:59:59 and 2026-02-01 00:00:00 in Jakarta, and what was opened 32 days before that.
  const [before, begin] = [1_769_878_799, 1_769_878_800];
  const line = {
    merchant_ref: 'A',
    reference: 'R1',
    amount: 50_000,
    amount_received: 48_500,
    paid_at: begin,
  };
  const gateway = await answering(
    { data: [line], pagination: { next_page: 2 } },
    { data: [line, { ...line, reference: 'R2', paid_at: before }], pagination: { next_page: 3 } },
    {
      data: [{ ...line, merchant_ref: 'B', reference: 'R3', created_at: begin - 32 * 86_400 }],
      pagination: { next_page: 4 },
    },
  );
  const settled = await gateway.settlements('2026-02-01', '2026-02-01');
  const read = { kind: 'PAYMENT', gross: 50_000, fee: 1_500, net: 48_500 };
  expect(settled).toMatchObject([
    { ...read, orderId: 'A', gatewayTransactionId: 'R1' },
    { ...read, orderId: 'B', gatewayTransactionId: 'R3' },
  ]);
  expect(asked).toHaveLength(3);
});

test('a list that cannot be read leaves everything open', async () => {
  const gateway = await answering({ data: [{ merchant_ref: 'A' }] }, { data: null });
  for (let time = 0; time < 2; time++)
    await expect(gateway.settlements('2026-02-01', '2026-02-01')).rejects.toBeInstanceOf(GatewayUnreachable);
});
