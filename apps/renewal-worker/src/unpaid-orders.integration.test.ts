import { approveTransfer } from '@minispod/domain/payment/review-transfer';
import { uploadProof } from '@minispod/domain/payment/upload-proof';
import { subscribe } from '@minispod/domain/subscription/subscribe';
import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { readSubscription } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BOUGHT,
  type CheckoutDesk,
  checkoutDesk,
  FREE_AGAIN,
  minutes,
  PRICE,
} from './checkout.test-fixture.js';

let desk: CheckoutDesk;
let planId: string;
let userId: string;
beforeAll(async () => {
  desk = await checkoutDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  planId = await aPlan(1);
  userId = await desk.customer();
});
afterEach(async () => expect(await brokenRules(desk.db.dataSource)).toEqual([]));

const aPlan = async (quota: number, price = PRICE) => {
  const { planIds } = await aService(desk.db.dataSource, [{ price, quota }]);
  return planIds[0]!;
};
const byHand = { paymentMethod: 'MANUAL_TRANSFER', bank: undefined } as const;
const proof = { content: Buffer.from('a picture'), contentType: 'image/png', fileName: 'a.png' } as const;

describe('an order that is not paid within 30 minutes lapses', () => {
  test('however often it was to be paid in another way, and its payment is withdrawn', async () => {
    const placed = new Date();
    const { order } = await desk.buy(userId, planId, {}, placed);
    expect(order.payBy).toBe(minutes(30, placed).toISOString());
    for (const after of [10, 20, 29]) {
      const { payment } = await desk.payAnew(userId, order.id, {}, minutes(after, placed));
      expect(Date.parse(payment.expiresAt)).toBeLessThanOrEqual(minutes(34, placed).getTime());
    }
    expect(await desk.lapse(minutes(29.9, placed))).toBe(0);
    expect(await desk.lapse(minutes(30, placed))).toBe(1);
    expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: Array(4).fill('CANCELLED') });
    expect((await readSubscription(desk.db.dataSource, order.subscriptionId!)).endReason).toBe(
      'PAYMENT_EXPIRED',
    );
    expect(await desk.told(userId)).toEqual(['ORDER_LAPSED']);
    await expect(desk.payAnew(userId, order.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await desk.lapse(minutes(60, placed))).toBe(0);
  });

  test('no other way to pay is opened after the deadline, though no sweep has come by', async () => {
    const placed = new Date();
    const { order } = await desk.buy(userId, planId, {}, placed);
    await expect(desk.payAnew(userId, order.id, {}, minutes(30, placed))).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This order has lapsed: order anew',
    });
    await desk.lapse(minutes(30, placed));
  });

  test('and no hand can make it wait for longer', async () => {
    const { order } = await desk.buy(userId, planId);
    const longer = desk.db.dataSource.query(
      `UPDATE orders SET pay_by = pay_by + interval '1 hour' WHERE id = $1`,
      [order.id],
    );
    await expect(longer).rejects.toThrow('orders_wait_at_most');
  });

  test('by a transfer by hand too, whose money is credited later and tries the order again', async () => {
    const placed = new Date();
    const { order, payment } = await desk.buy(userId, planId, byHand, placed);
    await desk.lapse(minutes(30, placed));
    expect(await desk.look(order.id)).toMatchObject({ ...FREE_AGAIN, payments: ['PENDING'] });
    const later = minutes(600, placed);
    await uploadProof(
      desk.db.dataSource,
      userId,
      payment.transactionId,
      proof,
      'a key for proofs that is visibly made up',
      later,
    );
    await approveTransfer(desk.db.dataSource, await desk.customer(), payment.transactionId, later);
    expect(await desk.look(order.id)).toMatchObject({
      ...BOUGHT,
      payments: ['PAID'],
      balance: payment.amount - PRICE,
    });
    expect(await readSubscription(desk.db.dataSource, order.subscriptionId!)).toMatchObject({
      startDate: later,
      endReason: null,
    });
    expect(await desk.told(userId)).toEqual(['ORDER_LAPSED', 'TOP_UP_RECEIVED']);
  });

  test.each([
    ['the slot was sold', async () => void (await desk.buy(await desk.customer(), planId))],
    [
      'the price has changed',
      () =>
        desk.db.dataSource.query('UPDATE service_plans SET monthly_price = 60000 WHERE id = $1', [planId]),
    ],
    [
      'the address was taken',
      () =>
        desk.db.dataSource.query(
          `UPDATE service_instances SET released_at = NULL, subdomain = 'wanted' WHERE id = (SELECT id FROM service_instances WHERE released_at IS NULL LIMIT 1)`,
        ),
    ],
  ])('paid when %s: the money stays in the wallet, and its owner is told', async (what, happens) => {
    const placed = new Date();
    if (what === 'the address was taken') await desk.buy(await desk.customer(), await aPlan(1));
    const { order, payment } = await desk.buy(userId, planId, { subdomain: 'wanted' }, placed);
    await desk.lapse(minutes(30, placed));
    await happens();
    await desk.ends(payment.transactionId, 'settlement');
    await desk.hear(payment.transactionId, minutes(31, placed));
    expect(await desk.look(order.id)).toMatchObject({
      order: 'CANCELED',
      subscription: 'CANCELLED',
      instance: 'TERMINATED',
      balance: PRICE,
      hold: null,
    });
    expect(await desk.told(userId)).toEqual(['ORDER_LAPSED', 'CHECKOUT_LAPSED', 'TOP_UP_RECEIVED']);
    await desk.db.dataSource.query(`UPDATE service_instances SET subdomain = id WHERE subdomain = 'wanted'`);
  });

  test('one that cannot be ended keeps no other waiting', async () => {
    const placed = minutes(-60);
    const stuck = await desk.buy(userId, planId, {}, placed);
    const other = await desk.buy(await desk.customer(), await aPlan(1), {}, placed);
    await desk.db.dataSource.query(
      `ALTER TABLE orders ADD CONSTRAINT stuck CHECK (id <> '${stuck.order.id}' OR status <> 'CANCELED')`,
    );
    await expect(desk.lapse(new Date())).rejects.toThrow(`unpaid-orders failed for ${stuck.order.id}`);
    expect(await desk.look(other.order.id)).toMatchObject(FREE_AGAIN);
    await desk.db.dataSource.query('ALTER TABLE orders DROP CONSTRAINT stuck');
    // What failed rests for a moment before it is tried again.
    expect(await desk.lapse(minutes(1))).toBe(1);
  });
});

describe('those who never paid cannot take everything off sale', () => {
  const buyFrom = async (address: string | undefined, plan: string, customer?: string) =>
    desk.buy(customer ?? (await desk.customer()), plan, {}, new Date(), undefined, address);
  const subscribeFree = async (customer: string, address?: string) =>
    subscribe(
      { ...desk.deps, address },
      customer,
      { planId: await aPlan(50, 0), billingCycle: 'MONTHLY' },
      new Date(),
    );
  const refused = (limit: string) => ({ code: 'CONFLICT', details: { limit } });

  test('one place each: a free plan or an unpaid order', async () => {
    await subscribeFree(userId);
    await expect(subscribeFree(userId)).rejects.toMatchObject(refused('ACCOUNT'));
    await expect(desk.buy(userId, planId)).rejects.toMatchObject(refused('ACCOUNT'));
    const other = await desk.customer();
    await desk.buy(other, planId);
    await expect(subscribeFree(other)).rejects.toMatchObject(refused('ACCOUNT'));
  });

  test('three unpaid orders for an account that has paid, and any number of free plans', async () => {
    await desk.fund(userId, 10_000);
    for (let n = 0; n < 3; n++) await desk.buy(userId, await aPlan(1));
    await expect(desk.buy(userId, planId)).rejects.toMatchObject(refused('ACCOUNT'));
    for (let n = 0; n < 4; n++) await subscribeFree(userId);
  });

  test('half of a plan, also for twenty at once; a buyer with credit gets the rest', async () => {
    const plan = await aPlan(5);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => buyFrom(undefined, plan)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const buyer = await desk.customer(PRICE);
    await subscribe(desk.deps, buyer, { planId: plan, billingCycle: 'MONTHLY' }, new Date());
  });

  test('five a day from one network, counted by the /64 of an IPv6 address, also at once', async () => {
    const plans = await Promise.all(Array.from({ length: 12 }, () => aPlan(9)));
    const outcomes = await Promise.allSettled(
      plans.map((plan, n) => buyFrom(`2001:db8:1:2:${n + 1}::7`, plan)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    await expect(subscribeFree(await desk.customer(), '2001:db8:1:2::99')).rejects.toMatchObject(
      refused('NETWORK'),
    );
    await buyFrom('2001:db8:1:3::1', plans[0]!);
    for (let n = 0; n < 7; n++) await buyFrom('::ffff:127.0.0.1', plans[n]!);
  });

  test('what was refused left nothing', async () => {
    await subscribeFree(userId);
    const before = await desk.db.dataSource.query('SELECT used_quota FROM service_plans WHERE id = $1', [
      planId,
    ]);
    await expect(desk.buy(userId, planId)).rejects.toThrow();
    expect(
      await desk.db.dataSource.query('SELECT used_quota FROM service_plans WHERE id = $1', [planId]),
    ).toEqual(before);
  });
});
