import { rupiah } from '@minispod/contracts/rupiah';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MidtransAtHand, startMidtrans } from './sandboxes.test-fixture.js';

let midtrans: MidtransAtHand;
beforeAll(async () => {
  midtrans = await startMidtrans();
});
afterAll(() => midtrans.close());

const back = (key: string, amount: number) => ({ key, amount: rupiah(amount), reason: 'asked' });

async function paid(changes: Parameters<MidtransAtHand['opened']>[0] = { method: 'QRIS' }) {
  const payment = await midtrans.opened(changes);
  await midtrans.decide(payment, { outcome: 'settlement', notify: 0 });
  return payment;
}

test('refunds in parts, each once however often it is asked, named by their keys', async () => {
  const payment = await paid();
  const gateway = midtrans.gateway();
  await gateway.refund(payment, back('R1', 30_000));
  await gateway.refund(payment, back('R1', 30_000));
  await gateway.refund(payment, back('R2', 20_000));
  await expect(gateway.status(payment)).resolves.toMatchObject({
    state: 'PARTIALLY_REFUNDED',
    reversals: [
      { kind: 'REFUND', key: 'R1', amount: 30_000 },
      { kind: 'REFUND', key: 'R2', amount: 20_000 },
    ],
  });
  await expect(gateway.refund(payment, back('R3', 50_001))).rejects.toBeInstanceOf(GatewayRejected);
  await gateway.refund(payment, back('R4', 50_000));
  await expect(gateway.status(payment)).resolves.toMatchObject({ state: 'REFUNDED' });
});

test.each([
  ['a bank transfer', { bank: 'bca' }, 100_000],
  ['a part of ShopeePay', { method: 'E_WALLET', wallet: 'shopeepay' }, 1_000],
] as const)('%s is not refunded', async (_, chosen, amount) => {
  const payment = await paid(chosen);
  await expect(midtrans.gateway().refund(payment, back('R1', amount))).rejects.toBeInstanceOf(
    GatewayRejected,
  );
  const status = await midtrans.gateway().status(payment);
  expect(status).toMatchObject({ state: 'PAID', reversals: [] });
});

test('nor what nobody paid, or nobody knows', async () => {
  const unpaid = await midtrans.opened({ method: 'QRIS' });
  for (const payment of [unpaid, { paymentId: 'unknown' }])
    await expect(midtrans.gateway().refund(payment, back('R1', 1))).rejects.toBeInstanceOf(GatewayRejected);
});

test('a refund asked and not heard: nobody can know, and status tells by the key', async () => {
  const payment = await paid();
  await midtrans.ask('faults', { down: 'timeout' });
  await expect(midtrans.gateway({ timeoutMs: 150 }).refund(payment, back('R1', 1))).rejects.toBeInstanceOf(
    GatewayUnreachable,
  );
  await midtrans.ask('faults', { down: false });
  await expect(midtrans.gateway().status(payment)).resolves.toMatchObject({ reversals: [] });
});

test('refunds made elsewhere have keys of their own, each told twice and read as two events', async () => {
  const payment = await midtrans.opened({ method: 'QRIS' });
  await midtrans.decide(payment, { outcome: 'settlement', notify: 5 });
  await midtrans.decide(payment, { outcome: 'partial_refund', refundAmount: 1_000 });
  await midtrans.decide(payment, { outcome: 'partial_refund', refundAmount: 1_000, refundKey: 'by-hand' });
  const told = await midtrans.told(payment.paymentId, 1 + 5 + 2 + 2);
  const keys = told.map((one) => midtrans.gateway().readNotification(one)?.eventKey);
  expect(new Set(keys).size).toBe(1 + 1 + 2 + 2);
  const { reversals } = await midtrans.gateway().status(payment);
  expect(reversals).toMatchObject([
    { key: 'control-1', amount: 1_000 },
    { key: 'by-hand', amount: 1_000 },
  ]);
});

test('a refund made whose answer was lost: asking again makes no second one', async () => {
  const payment = await paid();
  await midtrans.ask('faults', { timeoutAfterRefund: 1 });
  const impatient = midtrans.gateway({ timeoutMs: 150 });
  await expect(impatient.refund(payment, back('R1', 10_000))).rejects.toBeInstanceOf(GatewayUnreachable);
  await midtrans.gateway().refund(payment, back('R1', 10_000));
  const { reversals } = await midtrans.gateway().status(payment);
  expect(reversals).toEqual([{ kind: 'REFUND', key: 'R1', amount: 10_000 }]);
});

test('a chargeback in parts tells its total, each part twice as one event; the whole one, all that is left', async () => {
  const payment = await paid({ method: 'CREDIT_CARD' });
  const total = async () => (await midtrans.gateway().status(payment)).reversals;
  await midtrans.decide(payment, { outcome: 'partial_chargeback', refundAmount: 30_000, notify: 2 });
  expect(await total()).toMatchObject([{ kind: 'CHARGEBACK', amount: 30_000, isTotal: true }]);
  await midtrans.decide(payment, { outcome: 'partial_chargeback', refundAmount: 20_000, notify: 2 });
  expect(await total()).toMatchObject([{ kind: 'CHARGEBACK', amount: 50_000, isTotal: true }]);
  await midtrans.decide(payment, { outcome: 'chargeback' });
  expect(await total()).toMatchObject([{ kind: 'CHARGEBACK', amount: null, isTotal: true }]);
  const told = await midtrans.told(payment.paymentId, 5);
  expect(new Set(told.map((one) => midtrans.gateway().readNotification(one)?.eventKey)).size).toBe(3);
});
