import { startTripaySandbox } from '@minispod/local/tripay/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPayment } from './gateway-access.test-fixture.js';
import { paymentGatewayContract } from './payment-gateway.contract.js';
import { type Merchant, startMerchant } from './sandboxes.test-fixture.js';
import { CHANNELS } from './tripay/channels.js';
import type { TripayConfig } from './tripay/client.js';
import { createTripayGateway } from './tripay/gateway.js';

const keys = { merchantCode: 'T0001', apiKey: 'made-up', privateKey: 'made-up-too' };
let merchant: Merchant;
let sandbox: Awaited<ReturnType<typeof startTripaySandbox>>;

beforeAll(async () => {
  merchant = await startMerchant(() => sandbox.url);
  // The sandbox's own address leads nowhere: callbacks arrive only if a creation names another.
  sandbox = await startTripaySandbox({ port: 0, ...keys, callbackUrl: 'http://127.0.0.1:9/unused' });
});
afterAll(async () => {
  await sandbox.close();
  merchant.close();
});

const gateway = (changes: Partial<TripayConfig> = {}) =>
  createTripayGateway({ ...keys, apiUrl: `${sandbox.url}/api/`, callbackUrl: merchant.url, ...changes });

describe('contract', () =>
  paymentGatewayContract({
    channels: CHANNELS,
    gateway,
    withWrongKey: () => gateway({ apiKey: 'wrong' }),
    cancels: false,
    outcomes: {
      pending: 'PENDING',
      settlement: 'PAID',
      expire: 'EXPIRED',
      failure: 'FAILED',
      deny: 'FAILED',
      refund: 'REFUNDED',
    },
    control: () => merchant,
  }));

test('a wrong key for signatures makes nothing, and believes nothing', async () => {
  const payment = aPayment();
  await expect(gateway({ privateKey: 'wrong' }).create(payment)).rejects.toThrow('Invalid signature');
  await gateway().create(payment);
  await merchant.ask(`transactions/${payment.paymentId}`, { outcome: 'settlement' });
  const [told] = await merchant.told(payment.paymentId, 1);
  expect(told && gateway({ privateKey: 'wrong' }).readNotification(told)).toBeNull();
});

test('of two attempts under one name the paid one counts', async () => {
  const payment = aPayment();
  const { gatewayReference = '' } = await gateway().create(payment);
  await gateway().create(payment);
  await merchant.ask(`transactions/${gatewayReference}`, { outcome: 'settlement', notify: 0 });
  await expect(gateway().status({ paymentId: payment.paymentId })).resolves.toMatchObject({
    state: 'PAID',
    gatewayTransactionId: gatewayReference,
  });
});

test.each(CHANNELS.map((channel) => [channel.name, channel] as const))(
  'a payer pays by %s on the checkout page',
  async (_, { method, bank, wallet }) => {
    const payment = aPayment({ method, bank, wallet });
    const { gatewayReference } = await gateway().create(payment);
    const page = `${sandbox.url}/checkout/${gatewayReference}`;
    expect((await fetch(`${page}/pay`, { method: 'POST', redirect: 'manual' })).status).toBe(303);
    await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'PAID' });
    const [told] = await merchant.told(payment.paymentId, 1);
    const { paymentId } = payment;
    expect(told && gateway().readNotification(told)).toMatchObject({ paymentId, rawStatus: 'PAID' });
  },
);

test('what was settled is told with its fee, page after page', async () => {
  const own = await startTripaySandbox({ port: 0, ...keys, callbackUrl: merchant.url });
  const alone = gateway({ apiUrl: `${own.url}/api/` });
  const ids = await Promise.all(
    Array.from({ length: 51 }, async () => {
      const payment = aPayment({ method: 'QRIS' });
      await alone.create(payment);
      await fetch(`${own.url}/sandbox/transactions/${payment.paymentId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"outcome":"settlement","notify":0}',
      });
      return payment.paymentId;
    }),
  );
  const settled = (await alone.settlements('2000-01-01', '2100-01-01')) ?? [];
  await own.close();
  expect(settled.map(({ orderId }) => orderId).sort()).toEqual(ids.sort());
  // Rp750 and 0.7 %.
  expect(settled[0]).toMatchObject({ kind: 'PAYMENT', gross: 100_000, fee: 1_450, net: 98_550 });
});
