import { Wallet } from '@minispod/database/entities/wallet.entity';
import { collectDues, runBilling } from '@minispod/domain/billing/run-billing';
import { approveTransfer } from '@minispod/domain/payment/review-transfer';
import { topUp } from '@minispod/domain/payment/top-up';
import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { aSubscriber, readInstance, readSubscription, type Subscriber } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CheckoutDesk, checkoutDesk, minutes, PRICE } from './checkout.test-fixture.js';

const START = new Date();
const day = (n: number) => minutes(n * 24 * 60, START);

let desk: CheckoutDesk;
let it: Subscriber;
beforeAll(async () => {
  desk = await checkoutDesk();
});
afterAll(() => desk.close());

const wallet = async () => {
  const { balance, receivable } = await desk.db.dataSource.manager.findOneByOrFail(Wallet, {
    userId: it.userId,
  });
  return { balance, receivable };
};
/** Every day until and with the nth, as the worker does. */
const live = async (from: number, to: number) => {
  for (let n = from; n <= to; n++) await runBilling(desk.deps, day(n));
};
/** Whatever money came in, dues are collected by the promised job. */
const collect = (n: number) => collectDues(desk.deps, it.userId, day(n));
const state = async () => {
  const { status, gracePeriodEnd } = await readSubscription(desk.db.dataSource, it.subscriptionId);
  const { billingWish } = await readInstance(desk.db.dataSource, it.instanceId);
  return { status, isInGrace: gracePeriodEnd !== null && status === 'ACTIVE', billingWish };
};
const RUNS = { status: 'ACTIVE', isInGrace: false, billingWish: 'RUN' };
const GRACE = { status: 'ACTIVE', isInGrace: true, billingWish: 'RUN' };
const SUSPENDED = { status: 'SUSPENDED', isInGrace: false, billingWish: 'STOP' };

describe('a chargeback of credit that was spent', () => {
  beforeEach(async () => {
    const { planIds } = await aService(desk.db.dataSource, [{ price: PRICE }]);
    const userId = await desk.customer();
    const transactionId = await desk.fund(userId, 2 * PRICE, START);
    it = await aSubscriber(desk.db.dataSource, planIds[0]!, START, { userId });
    await desk.ends(transactionId, 'chargeback');
    await desk.hear(transactionId, day(1));
  });

  test('takes what is there, the rest is owed; what was paid for runs on to the end of its period', async () => {
    expect(await wallet()).toEqual({ balance: 0, receivable: PRICE });
    await live(1, 27);
    expect(await state()).toEqual(RUNS);
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  });

  test('then goes the ordinary way of dunning; a top-up pays the debt first and the rest renews', async () => {
    await live(1, 32);
    expect(await state()).toEqual(GRACE);
    await live(33, 41);
    expect(await state()).toEqual(SUSPENDED);

    // Enough for the debt alone: nothing comes back by it.
    await desk.fund(it.userId, PRICE, day(42));
    await collect(42);
    expect(await wallet()).toEqual({ balance: 0, receivable: 0 });
    expect(await state()).toEqual(SUSPENDED);

    await desk.fund(it.userId, PRICE + 1_000, day(43));
    await collect(43);
    expect(await wallet()).toEqual({ balance: 1_000, receivable: 0 });
    expect(await state()).toEqual(RUNS);
    expect((await readSubscription(desk.db.dataSource, it.subscriptionId)).endDate > day(70)).toBe(true);
    expect(await desk.told(it.userId)).toEqual(
      expect.arrayContaining(['TOP_UP_REVERSED', 'PAYMENT_DUE', 'SUSPENDED', 'REACTIVATED']),
    );
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  });

  test('in grace: one top-up pays debt and period together', async () => {
    await live(1, 33);
    expect(await state()).toEqual(GRACE);
    await desk.fund(it.userId, 2 * PRICE, day(34));
    await collect(34);
    expect(await wallet()).toEqual({ balance: 0, receivable: 0 });
    expect(await state()).toEqual(RUNS);
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  });

  test('a transfer by hand pays the debt first as well, its odd digits stay', async () => {
    const input = { amount: PRICE, paymentMethod: 'MANUAL_TRANSFER' as const };
    const { transactionId, amount } = await topUp(desk.deps, it.userId, input, day(2));
    await approveTransfer(desk.db.dataSource, desk.administrator, transactionId, day(2), 'On the statement');
    expect(await wallet()).toEqual({ balance: amount - PRICE, receivable: 0 });
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  });

  test('a smaller top-up goes to the debt whole', async () => {
    await desk.fund(it.userId, 10_000, day(2));
    expect(await wallet()).toEqual({ balance: 0, receivable: PRICE - 10_000 });
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  });

  test('an administrator’s gift is not taken for a payment: it renews, and the debt stays', async () => {
    await desk.give(it.userId, PRICE);
    expect(await wallet()).toEqual({ balance: PRICE, receivable: PRICE });
    await live(1, 32);
    expect(await wallet()).toEqual({ balance: 0, receivable: PRICE });
    expect(await state()).toEqual(RUNS);
    expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  });
});
