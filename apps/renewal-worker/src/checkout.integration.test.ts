import { Payment } from '@minispod/database/entities/payment.entity';
import { getOrder } from '@minispod/domain/order/get-order';
import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { bringUp, readInstance, readSubscription } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BOUGHT,
  type CheckoutDesk,
  checkoutDesk,
  FREE_AGAIN,
  minutes,
  PRICE,
  WAITING,
} from './checkout.test-fixture.js';

let desk: CheckoutDesk;
let planId: string;
let userId: string;
beforeAll(async () => {
  desk = await checkoutDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  const { planIds } = await aService(desk.db.dataSource, [{ price: PRICE, quota: 1 }]);
  planId = planIds[0]!;
  userId = await desk.customer();
});
afterEach(async () => expect(await brokenRules(desk.db.dataSource)).toEqual([]));

const manager = () => desk.db.dataSource.manager;
const buy = (more = {}) => desk.buy(userId, planId, more);

describe('a checkout', () => {
  test('keeps slot and address while its payment is open, and moves no money', async () => {
    const { order, subscription, instance, payment } = await buy();
    expect(await desk.look(order.id)).toEqual({ ...WAITING, balance: 0, payments: ['PENDING'] });
    expect(payment).toMatchObject({
      amount: PRICE,
      orderId: order.id,
      instructions: { kind: 'VA', bank: 'bca' },
    });
    expect(subscription).toMatchObject({ status: 'PENDING_PAYMENT', nextBilling: null });
    expect(instance.status).toBe('PENDING');
    await expect(desk.buy(await desk.customer(), planId)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
  });

  test('that is paid goes the ordinary way, its period beginning with the payment', async () => {
    const { order, subscription, instance, payment } = await buy();
    await desk.ends(payment.transactionId, 'settlement');
    const paidAt = minutes(90);
    expect(await desk.hear(payment.transactionId, paidAt)).toBe('credit');
    expect(await desk.look(order.id)).toEqual({ ...BOUGHT, balance: 0, payments: ['PAID'] });
    expect(await readSubscription(desk.db.dataSource, subscription.id)).toMatchObject({
      startDate: paidAt,
      anchor: paidAt,
    });
    expect(await bringUp(desk.db.dataSource, instance.id, paidAt)).toBe(true);
    expect((await readInstance(desk.db.dataSource, instance.id)).status).toBe('RUNNING');
    expect(await desk.look(order.id)).toMatchObject({ order: 'ACTIVE', hold: 'CAPTURED', balance: 0 });
    expect(await desk.told(userId)).toEqual(['TOP_UP_RECEIVED', 'INSTANCE_RUNNING']);
    const { timeline } = await getOrder(manager(), userId, order.id);
    const moves = timeline.filter(({ subject }) => subject === 'order').map(({ to }) => to);
    expect(moves).toEqual(['PENDING_PAYMENT', 'PAID', 'PROVISIONING', 'ACTIVE']);
    expect(timeline.some(({ subject, to }) => subject === 'payment' && to === 'PAID')).toBe(true);
  });

  test.each([
    ['expire', 'PAYMENT_EXPIRED'],
    ['deny', 'PAYMENT_FAILED'],
    ['cancel', 'PAYMENT_CANCELLED'],
  ])(
    'whose payment ends by %s frees everything, and the address can be had at once',
    async (word, endReason) => {
      const { order, subscription, instance, payment } = await buy({ subdomain: `mine-${word}` });
      await desk.ends(payment.transactionId, word);
      await desk.hear(payment.transactionId);
      expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, balance: 0 });
      expect((await readSubscription(desk.db.dataSource, subscription.id)).endReason).toBe(endReason);
      expect(await desk.told(userId)).toEqual(['TOP_UP_FAILED']);
      const another = await desk.buy(await desk.customer(), planId, { subdomain: instance.subdomain });
      expect(another.instance.subdomain).toBe(instance.subdomain);
    },
  );

  test('that nobody ever pays ends by itself with its payment', async () => {
    const { order, payment } = await buy();
    await desk.sweep(minutes(6, new Date(payment.expiresAt)));
    expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['EXPIRED'] });
  });

  test('paid after it lapsed: flagged, and the order is tried again', async () => {
    const { order, payment } = await buy();
    await desk.ends(payment.transactionId, 'expire');
    await desk.hear(payment.transactionId);
    await desk.ends(payment.transactionId, 'settlement');
    await desk.hear(payment.transactionId);
    expect(await desk.look(order.id)).toMatchObject({ ...BOUGHT, balance: 0, payments: ['PAID'] });
    const { flag } = await manager().findOneByOrFail(Payment, { id: payment.transactionId });
    expect(flag).toBe('PAID_AFTER_END');
    expect(await desk.told(userId)).toEqual(['TOP_UP_FAILED', 'TOP_UP_RECEIVED']);
  });

  test('called off by its owner is withdrawn at the gateway as well', async () => {
    const { order, subscription, payment } = await buy();
    const view = await desk.cancel(userId, subscription.id);
    expect(view).toMatchObject({ status: 'CANCELLED', endReason: 'PAYMENT_CANCELLED' });
    expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['CANCELLED'] });
    // The promised job.
    expect(await desk.hear(payment.transactionId)).toBe('wait');
    const { gatewayStatus } = await manager().findOneByOrFail(Payment, { id: payment.transactionId });
    expect(gatewayStatus).toBe('cancel');
    await expect(desk.cancel(userId, subscription.id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('whose payment is cancelled ends with it', async () => {
    const { order, payment } = await buy();
    await desk.cancelPayment(userId, payment.transactionId);
    expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['CANCELLED'] });
  });

  test('frees its slot for the first in line', async () => {
    const { payment } = await buy();
    const waiting = await desk.customer();
    await desk.join(waiting, planId);
    await desk.cancelPayment(userId, payment.transactionId);
    expect(await desk.told(waiting)).toEqual(['WAITLIST_OFFER']);
    await desk.buy(waiting, planId);
  });
});

describe('another way to pay', () => {
  test('takes the place of the former, which is withdrawn', async () => {
    const { order, payment } = await buy();
    const anew = await desk.payAnew(userId, order.id);
    expect(anew.payment).toMatchObject({ amount: PRICE, orderId: order.id, instructions: { kind: 'QR' } });
    expect(await desk.look(order.id)).toEqual({ ...WAITING, balance: 0, payments: ['CANCELLED', 'PENDING'] });
    await desk.hear(payment.transactionId);
    await desk.ends(anew.payment.transactionId, 'settlement');
    await desk.hear(anew.payment.transactionId);
    expect(await desk.look(order.id)).toEqual({ ...BOUGHT, balance: 0, payments: ['CANCELLED', 'PAID'] });
    await expect(desk.payAnew(userId, order.id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('is refused when the former turns out to be paid', async () => {
    const { order, payment } = await buy();
    await desk.ends(payment.transactionId, 'settlement');
    await expect(desk.payAnew(userId, order.id)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This order is paid already',
    });
    expect(await desk.look(order.id)).toMatchObject({ ...BOUGHT, payments: ['PAID'] });
  });

  test('the former is paid all the same: it pays the order, and the other is withdrawn', async () => {
    const { order, payment } = await buy();
    const anew = await desk.payAnew(userId, order.id);
    await desk.ends(payment.transactionId, 'settlement');
    await desk.hear(payment.transactionId);
    expect(await desk.look(order.id)).toMatchObject({ ...BOUGHT, payments: ['PAID', 'CANCELLED'] });
    // Both are paid in the end: one price is spent, the other is credit.
    await desk.ends(anew.payment.transactionId, 'settlement');
    await desk.hear(anew.payment.transactionId);
    expect(await desk.look(order.id)).toMatchObject({
      ...BOUGHT,
      balance: PRICE,
      payments: ['PAID', 'PAID'],
    });
    expect(await desk.told(userId)).not.toContain('CHECKOUT_LAPSED');
  });

  test('while the gateway is down is another gateway’s; the former is not lost', async () => {
    const { order, payment } = await buy();
    await desk.faults({ down: true });
    const anew = await desk.payAnew(userId, order.id, { paymentMethod: 'MANUAL_TRANSFER' });
    await desk.faults({ down: false });
    expect(anew.payment.gateway).toBe('manual');
    await desk.ends(payment.transactionId, 'settlement');
    await desk.hear(payment.transactionId);
    expect(await desk.look(order.id)).toMatchObject({ ...BOUGHT, payments: ['PAID', 'CANCELLED'] });
  });

  test('that the gateway refuses ends the order: no payment is open any more', async () => {
    const { order } = await buy();
    await expect(desk.refused.payAnew(userId, order.id)).rejects.toMatchObject({ code: 'GATEWAY_ERROR' });
    expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['CANCELLED', 'FAILED'] });
  });

  test('is refused for a lapsed order, a foreign one, and while a payment is under review', async () => {
    const { order, payment } = await buy({ paymentMethod: 'CREDIT_CARD', bank: undefined });
    await expect(desk.payAnew(await desk.customer(), order.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await desk.ends(payment.transactionId, 'challenge');
    await expect(desk.payAnew(userId, order.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(desk.cancel(userId, order.subscriptionId!)).rejects.toMatchObject({ code: 'CONFLICT' });
    await desk.ends(payment.transactionId, 'deny');
    await desk.hear(payment.transactionId);
    await expect(desk.payAnew(userId, order.id)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This order has lapsed: order anew',
    });
  });
});

test('a gateway that refuses: everything is free again, and the same request may be tried anew', async () => {
  const request = { requestId: 'refused-by-the-gateway' };
  await expect(desk.refused.buy(userId, planId, request)).rejects.toMatchObject({ code: 'GATEWAY_ERROR' });
  const [{ id }] = await desk.db.dataSource.query('SELECT id FROM orders WHERE user_id = $1', [userId]);
  expect(await desk.look(id)).toMatchObject({ ...FREE_AGAIN, payments: ['FAILED'] });
  expect((await buy(request)).order.id).not.toBe(id);
});

test('a gateway that does not answer leaves the order waiting; the same request goes on with it', async () => {
  const request = { requestId: 'while-it-was-down' };
  await desk.faults({ down: true });
  await expect(buy(request)).rejects.toMatchObject({ code: 'GATEWAY_ERROR' });
  await desk.faults({ down: false });
  const { order, payment } = await buy(request);
  expect(payment).toMatchObject({ paymentStatus: 'PENDING', instructions: { kind: 'VA' } });
  expect(await buy(request)).toMatchObject({ order: { id: order.id }, payment: { status: 'PENDING' } });
  expect(await desk.look(order.id)).toEqual({ ...WAITING, balance: 0, payments: ['PENDING'] });
});

test('a debt that came up meanwhile takes its part first: too little is left, and the order lapses', async () => {
  const { order, payment } = await buy();
  await desk.owes(userId, 20_000);
  await desk.ends(payment.transactionId, 'settlement');
  await desk.hear(payment.transactionId);
  expect(await desk.look(order.id)).toMatchObject({
    ...FREE_AGAIN,
    balance: PRICE - 20_000,
    payments: ['PAID'],
  });
  expect(await desk.told(userId)).toContain('CHECKOUT_LAPSED');
});

test('… unless credit that was there makes up for it', async () => {
  const { order, payment } = await buy();
  await desk.owes(userId, 20_000);
  await desk.give(userId, 20_000);
  await desk.ends(payment.transactionId, 'settlement');
  await desk.hear(payment.transactionId);
  expect(await desk.look(order.id)).toEqual({ ...BOUGHT, balance: 0, payments: ['PAID'] });
});
