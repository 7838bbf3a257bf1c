import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rupiah } from '@minispod/contracts/rupiah';
import type { CreatePayment, GatewayState } from '@minispod/domain/ports/payment-gateway';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { startMidtransSandbox } from '@minispod/local/midtrans/server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS } from './midtrans/channels.js';
import type { MidtransConfig } from './midtrans/client.js';
import { createMidtransGateway } from './midtrans/gateway.js';
import { aPayment, paymentGatewayContract } from './payment-gateway.contract.js';

const serverKey = 'SB-Mid-server-made-up';
const received: Record<string, unknown>[] = [];
let receiver: Server;
let sandbox: Awaited<ReturnType<typeof startMidtransSandbox>>;
let config: MidtransConfig;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.end();
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  const { port } = receiver.address() as AddressInfo;
  // The sandbox's own address leads nowhere: notifications arrive only if the override header is sent.
  sandbox = await startMidtransSandbox({ port: 0, serverKey, notificationUrl: 'http://127.0.0.1:9/unused' });
  config = {
    serverKey,
    clientKey: 'SB-Mid-client-made-up',
    isProduction: false,
    coreApiUrl: sandbox.url,
    snapApiUrl: `${sandbox.url}/snap/v1`,
    notificationUrl: `http://127.0.0.1:${port}/notification`,
  };
});

afterAll(async () => {
  await sandbox.close();
  receiver.close();
});

const posted = (body: unknown) => ({ body, rawBody: Buffer.from(JSON.stringify(body ?? null)), headers: {} });
const gateway = (changes: Partial<MidtransConfig> = {}) => createMidtransGateway({ ...config, ...changes });
const impatient = () => gateway({ timeoutMs: 150 });

async function control(path: string, body: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(await answer.text().then((text) => [answer.status, text])).toEqual([200, expect.any(String)]);
}

const notificationsOf = (paymentId: string) => received.filter((body) => body.order_id === paymentId);

async function notified(paymentId: string, count: number): Promise<Record<string, unknown>[]> {
  await expect.poll(() => notificationsOf(paymentId).length, { timeout: 5_000 }).toBe(count);
  return notificationsOf(paymentId);
}

async function opened(changes: Partial<CreatePayment> = {}): Promise<string> {
  const payment = aPayment(changes);
  await gateway().create(payment);
  return payment.paymentId;
}

describe('contract', () =>
  paymentGatewayContract({
    channels: CHANNELS,
    gateway,
    withWrongKey: () => gateway({ serverKey: 'SB-Mid-server-wrong' }),
  }));

describe('a payer on the payment page', () => {
  const click = (url: string, verb: string, form: Record<string, string> = {}) =>
    fetch(`${url}/${verb}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

  test.each(CHANNELS.filter(({ method }) => method !== 'CREDIT_CARD').map((one) => [one.name, one] as const))(
    '%s pays',
    async (_, { method, bank, wallet, code, charge }) => {
      const payment = aPayment({ method, bank, wallet });
      const created = await gateway().create(payment);
      const redirectUrl = charge
        ? `${sandbox.url}/simulator/${payment.paymentId}`
        : (created.redirectUrl ?? '');
      if (!charge) await click(redirectUrl, 'choose', { method: code });
      await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'PENDING' });
      await click(redirectUrl, 'pay');
      await expect(gateway().status(payment)).resolves.toMatchObject({
        state: 'PAID',
        grossAmount: payment.amount,
      });
      const [pending, paid] = await notified(payment.paymentId, 2);
      expect(String(pending?.transaction_status).toLowerCase()).toBe('pending');
      expect(gateway().readNotification(posted(paid))).toMatchObject({
        paymentId: payment.paymentId,
        rawStatus: 'settlement',
      });
    },
  );

  test.each([
    ['4811111111111114', true, 'PAID'],
    ['4911111111111113', true, 'DENIED'],
    ['4411111111111118', false, 'PAID'],
    ['4611111111111116', false, 'DENIED'],
    ['4511111111111117', false, 'CHALLENGE'],
    ['4024007176265022', false, 'PENDING'],
  ])('card %s (password asked: %s) ends %s', async (number, asksPassword, state) => {
    const payment = aPayment({ method: 'CREDIT_CARD' });
    const { redirectUrl = '' } = await gateway().create(payment);
    await click(redirectUrl, 'card', { number, expiry: '12/39', cvv: '123' });
    if (asksPassword) {
      await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'PENDING' });
      expect((await click(redirectUrl, 'otp', { otp: '000000' })).status).toBe(422);
      await click(redirectUrl, 'otp', { otp: '112233' });
    }
    await expect(gateway().status(payment)).resolves.toMatchObject({ state });
  });
});

describe('what the gateway says', () => {
  const outcomes: [string, GatewayState][] = [
    ['pending', 'PENDING'],
    ['authorize', 'PENDING'],
    ['capture', 'PAID'],
    ['challenge', 'CHALLENGE'],
    ['settlement', 'PAID'],
    ['deny', 'DENIED'],
    ['cancel', 'CANCELLED'],
    ['expire', 'EXPIRED'],
    ['failure', 'FAILED'],
    ['refund', 'REFUNDED'],
    ['partial_refund', 'PARTIALLY_REFUNDED'],
    ['chargeback', 'CHARGEBACK'],
    ['partial_chargeback', 'PARTIAL_CHARGEBACK'],
  ];
  test.each(outcomes)('%s is %s, and is notified with a good signature', async (outcome, state) => {
    const paymentId = await opened();
    await control(`transactions/${paymentId}`, { outcome });
    await expect(gateway().status({ paymentId })).resolves.toMatchObject({ state });
    const told = await notified(paymentId, outcome.endsWith('refund') ? 2 : 1);
    for (const body of told) expect(gateway().readNotification(posted(body))).toMatchObject({ paymentId });
  });

  test('a payment past its time is EXPIRED once the clock gets there', async () => {
    const paymentId = await opened({ method: 'QRIS' });
    await control('clock', { now: new Date(Date.now() + 61 * 60_000).toISOString() });
    await expect(gateway().status({ paymentId })).resolves.toMatchObject({ state: 'EXPIRED' });
    await expect(gateway().cancel({ paymentId })).resolves.toBe(false);
    await control('clock', { offsetMs: 0 });
  });

  test('a reported amount that is not ours is evidence only', async () => {
    const paymentId = await opened();
    await control(`transactions/${paymentId}`, { outcome: 'settlement', grossAmount: '104400.00' });
    await expect(gateway().status({ paymentId })).resolves.toMatchObject({
      state: 'PAID',
      grossAmount: 104_400,
    });
  });

  test.each(['settlement', 'capture'])('cancel leaves a paid one (%s) alone', async (outcome) => {
    const paymentId = await opened({ method: outcome === 'capture' ? 'CREDIT_CARD' : 'BANK_TRANSFER' });
    await control(`transactions/${paymentId}`, { outcome });
    await expect(gateway().cancel({ paymentId })).resolves.toBe(false);
    await expect(gateway().status({ paymentId })).resolves.toMatchObject({ state: 'PAID' });
  });
});

describe('money given back', () => {
  const paid = async (changes: Partial<CreatePayment> = { method: 'QRIS' }) => {
    const paymentId = await opened(changes);
    await control(`transactions/${paymentId}`, { outcome: 'settlement', notify: 0 });
    return { paymentId };
  };
  const back = (key: string, amount: number) => ({ key, amount: rupiah(amount), reason: 'asked' });

  test('in parts, each once however often it is asked, named by its key', async () => {
    const payment = await paid();
    await gateway().refund(payment, back('R1', 30_000));
    await gateway().refund(payment, back('R1', 30_000));
    await gateway().refund(payment, back('R2', 20_000));
    await expect(gateway().status(payment)).resolves.toMatchObject({
      state: 'PARTIALLY_REFUNDED',
      reversals: [
        { kind: 'REFUND', key: 'R1', amount: 30_000 },
        { kind: 'REFUND', key: 'R2', amount: 20_000 },
      ],
    });
    await expect(gateway().refund(payment, back('R3', 50_001))).rejects.toBeInstanceOf(GatewayRejected);
    await gateway().refund(payment, back('R4', 50_000));
    await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'REFUNDED' });
  });

  test.each([
    ['a bank transfer', { bank: 'bca' }, 100_000],
    ['a part of ShopeePay', { method: 'E_WALLET', wallet: 'shopeepay' }, 1_000],
  ] as const)('%s is not', async (_, chosen, amount) => {
    const payment = await paid(chosen);
    await expect(gateway().refund(payment, back('R1', amount))).rejects.toBeInstanceOf(GatewayRejected);
    await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'PAID', reversals: [] });
  });

  test('what nobody paid, or nobody knows, is not', async () => {
    const unpaid = { paymentId: await opened({ method: 'QRIS' }) };
    for (const payment of [unpaid, { paymentId: 'unknown' }])
      await expect(gateway().refund(payment, back('R1', 1))).rejects.toBeInstanceOf(GatewayRejected);
  });

  test('asked and not heard: nobody can know, and status tells by the key', async () => {
    const payment = await paid();
    await control('faults', { down: 'timeout' });
    await expect(impatient().refund(payment, back('R1', 1))).rejects.toBeInstanceOf(GatewayUnreachable);
    await control('faults', { down: false });
    await expect(gateway().status(payment)).resolves.toMatchObject({ reversals: [] });
  });
});

describe('a page on which nothing was chosen', () => {
  test('is withdrawn by its token, and says so again when asked again', async () => {
    const payment = aPayment();
    const { snapToken = '' } = await gateway().create(payment);
    await expect(gateway().cancel({ ...payment, snapToken })).resolves.toBe(true);
    await expect(gateway().cancel({ ...payment, snapToken })).resolves.toBe(true);
    await expect(gateway().cancel({ ...payment, snapToken: 'unknown' })).resolves.toBe(false);
  });
});

describe('notifications', () => {
  test('redeliveries share one event key, other events have others', async () => {
    const paymentId = await opened({ method: 'QRIS' });
    await control(`transactions/${paymentId}`, { outcome: 'settlement', notify: 5 });
    await control(`transactions/${paymentId}`, { outcome: 'partial_refund', refundAmount: 1_000 });
    await control(`transactions/${paymentId}`, { outcome: 'partial_refund', refundAmount: 1_000 });
    const told = await notified(paymentId, 1 + 5 + 2 + 2);
    const keys = told.map((body) => gateway().readNotification(posted(body))?.eventKey);
    expect(new Set(keys).size).toBe(1 + 1 + 2 + 2);
  });

  test('a change of anything signed, or another key, makes it nobody’s', async () => {
    const paymentId = await opened({ method: 'QRIS' });
    const [real = {}] = await notified(paymentId, 1);
    expect(gateway().readNotification(posted(real))).not.toBeNull();
    const forged: object[] = [
      { ...real, gross_amount: '100000' },
      { ...real, order_id: `${paymentId}0` },
      { ...real, status_code: '200' },
      { ...real, signature_key: String(real.signature_key).toUpperCase() },
      { ...real, signature_key: '' },
    ];
    for (const body of forged) expect(gateway().readNotification(posted(body))).toBeNull();
    expect(gateway({ serverKey: 'SB-Mid-server-wrong' }).readNotification(posted(real))).toBeNull();
  });

  test('lost, delayed behind the settlement, or sent a hundred times at once: as asked', async () => {
    const [lost, reordered, flooded] = [await opened(), await opened(), await opened()];
    await control(`transactions/${lost}`, { outcome: 'settlement', notify: 0 });
    await control(`transactions/${reordered}`, { outcome: 'settlement', reorder: true });
    await control(`transactions/${flooded}`, { outcome: 'settlement', notify: 100 });
    await notified(flooded, 100);
    const order = (await notified(reordered, 2)).map((body) => body.transaction_status);
    expect(order).toEqual(['settlement', 'pending']);
    expect(notificationsOf(lost)).toEqual([]);
  });
});

describe('a gateway that misbehaves', () => {
  afterEach(() => fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' }));

  test('QRIS made, answer lost: unreachable, and status knows it', async () => {
    await control('faults', { timeoutAfterCreating: 1 });
    const payment = aPayment({ method: 'QRIS' });
    await expect(impatient().create(payment)).rejects.toBeInstanceOf(GatewayUnreachable);
    await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'PENDING' });
  });

  test('page made, answer lost: unreachable, and trying again gives a page that works', async () => {
    await control('faults', { timeoutAfterCreating: 1 });
    const payment = aPayment();
    await expect(impatient().create(payment)).rejects.toBeInstanceOf(GatewayUnreachable);
    const { redirectUrl = '' } = await gateway().create(payment);
    expect((await fetch(redirectUrl)).status).toBe(200);
  });

  test.each([true, 'timeout'])('down (%s): everything is unreachable, nothing is made', async (down) => {
    const payment = aPayment({ method: 'QRIS', amount: rupiah(50_000) });
    await control('faults', { down });
    const calls = [
      impatient().create(payment),
      impatient().create(aPayment()),
      impatient().status({ paymentId: 'x' }),
      impatient().cancel({ paymentId: 'x' }),
    ];
    for (const call of calls) await expect(call).rejects.toBeInstanceOf(GatewayUnreachable);
    await control('faults', { down: false });
    await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'NOT_FOUND' });
  });
});
