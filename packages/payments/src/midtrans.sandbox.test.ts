import { GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPayment } from './gateway-access.test-fixture.js';
import { CHANNELS } from './midtrans/channels.js';
import { parseSettlementFile } from './midtrans/settlement-file.js';
import { paymentGatewayContract } from './payment-gateway.contract.js';
import { type MidtransAtHand, startMidtrans } from './sandboxes.test-fixture.js';

let midtrans: MidtransAtHand;
beforeAll(async () => {
  midtrans = await startMidtrans();
});
afterAll(() => midtrans.close());

describe('contract', () =>
  paymentGatewayContract({
    channels: CHANNELS,
    gateway: (changes) => midtrans.gateway(changes),
    withWrongKey: () => midtrans.gateway({ serverKey: 'SB-Mid-server-wrong' }),
    cancels: true,
    outcomes: {
      pending: 'PENDING',
      authorize: 'PENDING',
      capture: 'PAID',
      challenge: 'CHALLENGE',
      settlement: 'PAID',
      deny: 'DENIED',
      cancel: 'CANCELLED',
      expire: 'EXPIRED',
      failure: 'FAILED',
      refund: 'REFUNDED',
      partial_refund: 'PARTIALLY_REFUNDED',
      chargeback: 'CHARGEBACK',
      partial_chargeback: 'PARTIAL_CHARGEBACK',
    },
    control: () => midtrans,
  }));

describe('a page, opened where no bank was named', () => {
  const page = () => aPayment({ bank: undefined });

  test('is unknown to the status API until a method is chosen on it', async () => {
    const payment = page();
    await midtrans.gateway().create(payment);
    await expect(midtrans.gateway().status(payment)).resolves.toMatchObject({ state: 'NOT_FOUND' });
  });

  test('can be opened again for the same payment', async () => {
    const payment = page();
    const first = await midtrans.gateway().create(payment);
    const second = await midtrans.gateway().create(payment);
    expect(second.snapToken).not.toBe(first.snapToken);
  });

  test('is withdrawn by its token, and says so again when asked again', async () => {
    const payment = page();
    const { snapToken = '', redirectUrl = '' } = await midtrans.gateway().create(payment);
    await expect(midtrans.gateway().cancel({ ...payment, snapToken })).resolves.toBe(true);
    await expect(midtrans.gateway().cancel({ ...payment, snapToken })).resolves.toBe(true);
    await expect(midtrans.gateway().cancel({ ...payment, snapToken: 'unknown' })).resolves.toBe(false);
    expect(await (await fetch(redirectUrl)).text()).toContain('Time is up');
  });

  test('made, its answer lost: trying again gives a page that works', async () => {
    await midtrans.ask('faults', { timeoutAfterCreating: 1 });
    const payment = page();
    await expect(midtrans.gateway({ timeoutMs: 150 }).create(payment)).rejects.toBeInstanceOf(
      GatewayUnreachable,
    );
    const { redirectUrl = '' } = await midtrans.gateway().create(payment);
    expect((await fetch(redirectUrl)).status).toBe(200);
  });
});

test.each(['settlement', 'capture'])('cancel leaves a paid one (%s) alone', async (outcome) => {
  const payment = await midtrans.opened(outcome === 'capture' ? { method: 'CREDIT_CARD' } : {});
  await midtrans.decide(payment, { outcome });
  await expect(midtrans.gateway().cancel(payment)).resolves.toBe(false);
  await expect(midtrans.gateway().status(payment)).resolves.toMatchObject({ state: 'PAID' });
});

test('a settlement told before the pending that went ahead of it', async () => {
  const payment = await midtrans.opened({ bank: undefined });
  await midtrans.decide(payment, { outcome: 'settlement', reorder: true });
  const told = await midtrans.told(payment.paymentId, 2);
  const words = told.map(({ body }) => (body as { transaction_status: string }).transaction_status);
  expect(words).toEqual(['settlement', 'pending']);
});

test('a hundred at once all arrive', async () => {
  const payment = await midtrans.opened({ bank: undefined });
  await midtrans.decide(payment, { outcome: 'settlement', notify: 100 });
  expect(await midtrans.told(payment.paymentId, 100)).toHaveLength(100);
});

test('the settlement list is read as it is downloaded', async () => {
  const payment = await midtrans.opened({ method: 'QRIS' });
  await midtrans.decide(payment, { outcome: 'settlement', notify: 0 });
  await midtrans.decide(payment, { outcome: 'partial_refund', refundAmount: 30_000, notify: 0 });
  const text = await (
    await fetch(`${midtrans.sandboxUrl}/sandbox/settlements?from=2000-01-01&to=2100-01-01`)
  ).text();
  const own = parseSettlementFile(text).filter(({ orderId }) => orderId === payment.paymentId);
  expect(own).toMatchObject([
    { kind: 'PAYMENT', gross: 100_000, fee: 700, net: 99_300 },
    { kind: 'REFUND', gross: -30_000, fee: 0, net: -30_000 },
  ]);
});
