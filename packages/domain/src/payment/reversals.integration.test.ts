import { rupiah } from '@minispod/contracts/rupiah';
import { LedgerPosting } from '@minispod/database/entities/ledger-posting.entity';
import { Notification } from '@minispod/database/entities/notification.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { withTransaction } from '@minispod/database/transaction';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, BILLING, paidTopUp } from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runBilling } from '../billing/run-billing.js';
import type { GatewayReversal, GatewayState, GatewayStatus } from '../ports/payment-gateway.js';
import { settlePayment } from './settle-payment.js';

const NOW = new Date('2026-03-01T03:00:00Z');
const MONTH_LATER = new Date('2026-04-01T03:00:01Z');

let db: TestDatabase;
let customer: string;
beforeAll(async () => {
  db = await testDatabase({ poolSize: 25 });
});
beforeEach(async () => {
  customer = await aCustomer(db.dataSource);
});
afterEach(async () => {
  expect(await brokenRules(db.dataSource)).toEqual([]);
});
afterAll(() => db.drop());

const topUp = (amount = 100_000, now = NOW) => paidTopUp(db.dataSource, customer, amount, now);
/** The gateway says this of the payment now. */
const told = (paymentId: string, state: GatewayState, reversals: GatewayReversal[] = []) => {
  const named = { gatewayTransactionId: paymentId, orderId: paymentId, currency: 'IDR' };
  const answer = { ...named, grossAmount: rupiah(100_000), paymentType: 'credit_card' };
  const status = { ...answer, state, rawStatus: state.toLowerCase(), fraudStatus: null, reversals };
  return withTransaction(db.dataSource, (tx) =>
    settlePayment(tx, paymentId, { ...status, raw: { transaction_status: status.rawStatus } }, NOW),
  );
};
const refund = (key: string, amount: number): GatewayReversal => ({
  kind: 'REFUND',
  key,
  amount: rupiah(amount),
});
const wallet = (userId = customer) => db.dataSource.manager.findOneByOrFail(Wallet, { userId });
const payment = (id: string) => db.dataSource.manager.findOneByOrFail(Payment, { id });
const reversalsOf = (paymentId: string) => db.dataSource.manager.findBy(PaymentReversal, { paymentId });
const spend = async (price: number) => {
  const { planIds } = await aService(db.dataSource, [{ price }]);
  return aSubscriber(db.dataSource, planIds[0] as string, NOW, { userId: customer });
};

describe('what went back', () => {
  test('is booked once, however often and by however many it is told', async () => {
    const id = await topUp();
    const whole = [refund('r1', 100_000)];
    await Promise.all(Array.from({ length: 20 }, () => told(id, 'REFUNDED', whole)));
    expect(await wallet()).toMatchObject({ balance: 0, receivable: 0, totalTopUp: 100_000 });
    expect(await payment(id)).toMatchObject({ status: 'REVERSED', reversedAmount: 100_000 });
    expect(await reversalsOf(id)).toMatchObject([{ key: 'r1', amount: 100_000, taken: 100_000, owed: 0 }]);
    const notices = await db.dataSource.manager.findBy(Notification, { userId: customer });
    expect(notices.map(({ kind }) => kind).sort()).toEqual(['TOP_UP_RECEIVED', 'TOP_UP_REVERSED']);
  });

  test('… which the wallet’s lock is needed for', async () => {
    const id = await topUp();
    const taken = sabotage(db.dataSource, / FOR UPDATE$/);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => told(id, 'REFUNDED', [refund('r1', 100_000)])),
    );
    taken.restore();
    // Some run into the unique key of the reversal; that alone keeps the money right.
    expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(await wallet()).toMatchObject({ balance: 0 });
  });

  test('in two parts is two bookings, and the whole at last', async () => {
    const id = await topUp();
    await told(id, 'PARTIALLY_REFUNDED', [refund('r1', 30_000)]);
    expect(await payment(id)).toMatchObject({ status: 'PARTIALLY_REVERSED', reversedAmount: 30_000 });
    await told(id, 'PARTIALLY_REFUNDED', [refund('r1', 30_000), refund('r2', 20_000)]);
    // The first one again, late.
    await told(id, 'PARTIALLY_REFUNDED', [refund('r1', 30_000)]);
    expect(await wallet()).toMatchObject({ balance: 50_000 });
    await told(id, 'REFUNDED', [refund('r1', 30_000), refund('r2', 20_000), refund('r3', 50_000)]);
    expect(await payment(id)).toMatchObject({ status: 'REVERSED', reversedAmount: 100_000 });
    expect(await wallet()).toMatchObject({ balance: 0 });
  });

  test('by a partial chargeback may grow to the whole', async () => {
    const id = await topUp();
    const part: GatewayReversal = {
      kind: 'CHARGEBACK',
      key: 'p:40000',
      amount: rupiah(40_000),
      isTotal: true,
    };
    await told(id, 'PARTIAL_CHARGEBACK', [part]);
    await told(id, 'PARTIAL_CHARGEBACK', [{ ...part, key: 'p:70000', amount: rupiah(70_000) }]);
    expect(await wallet()).toMatchObject({ balance: 30_000 });
    await told(id, 'CHARGEBACK', [{ kind: 'CHARGEBACK', key: 'whole', amount: null, isTotal: true }]);
    expect(await reversalsOf(id).then((all) => all.map(({ amount }) => amount).sort())).toEqual([
      30_000, 30_000, 40_000,
    ]);
    expect(await payment(id)).toMatchObject({ status: 'REVERSED' });
    expect(await wallet()).toMatchObject({ balance: 0, receivable: 0 });
  });

  test.each([
    ['a bank’s denial minutes after the settlement', 'DENIED'],
    ['the voiding of a captured card', 'CANCELLED'],
  ] as const)('%s takes everything back', async (_, state) => {
    const id = await topUp();
    await told(id, state);
    expect(await payment(id)).toMatchObject({ status: 'REVERSED', reversedAmount: 100_000 });
    expect(await reversalsOf(id)).toMatchObject([{ kind: 'DENIAL', status: 'DONE' }]);
    expect(await wallet()).toMatchObject({ balance: 0 });
    // It is over: not even a settlement brings it back.
    expect(await told(id, 'PAID')).toBe('wait');
  });

  test('more than was credited takes what was credited, and an operator is told', async () => {
    const id = await topUp();
    await told(id, 'REFUNDED', [refund('r1', 100_071)]);
    expect(await wallet()).toMatchObject({ balance: 0, receivable: 0 });
    expect(await payment(id)).toMatchObject({ flag: 'AMOUNT_DIFFERS', reversedAmount: 100_000 });
  });

  test('in part without a word how much moves nothing until an operator has looked', async () => {
    const id = await topUp();
    await told(id, 'PARTIAL_CHARGEBACK');
    expect(await payment(id)).toMatchObject({ status: 'PAID', flag: 'REVERSED_UNSEEN' });
    expect(await wallet()).toMatchObject({ balance: 100_000 });
  });
});

describe('a chargeback of credit that was spent', () => {
  const chargeback = (id: string) => told(id, 'CHARGEBACK');

  test('never makes the balance negative: the rest is owed, and later money pays it first', async () => {
    const id = await topUp();
    await spend(70_000);
    await chargeback(id);
    expect(await wallet()).toMatchObject({ balance: 0, receivable: 70_000 });
    expect(await reversalsOf(id)).toMatchObject([{ amount: 100_000, taken: 30_000, owed: 70_000 }]);
    const { receivableAccount } = await wallet();
    const owed = async () => {
      const postings = await db.dataSource.manager.findBy(LedgerPosting, {
        accountId: receivableAccount as string,
      });
      return postings.reduce((sum, { amount }) => sum - amount, 0);
    };
    expect(await owed()).toBe(70_000);

    await topUp(50_000);
    expect(await wallet()).toMatchObject({ balance: 0, receivable: 20_000 });
    await topUp(90_000);
    expect(await wallet()).toMatchObject({ balance: 70_000, receivable: 0, totalTopUp: 240_000 });
    expect(await owed()).toBe(0);
    const told = await db.dataSource.manager.findBy(Notification, {
      userId: customer,
      kind: 'TOP_UP_RECEIVED',
    });
    expect(told.map(({ data }) => (data as { debtPaid: number }).debtPaid).sort()).toEqual([
      0, 20_000, 50_000,
    ]);
  });

  test('leaves services to the ordinary dunning', async () => {
    const id = await topUp();
    const { subscriptionId } = await spend(70_000);
    await chargeback(id);
    const subscription = () => db.dataSource.manager.findOneByOrFail(Subscription, { id: subscriptionId });
    const deps = { dataSource: db.dataSource, billing: BILLING };
    await runBilling(deps, NOW);
    expect(await subscription()).toMatchObject({ status: 'ACTIVE', gracePeriodEnd: null });
    await runBilling(deps, MONTH_LATER);
    expect(await subscription()).toMatchObject({ status: 'ACTIVE', gracePeriodEnd: expect.any(Date) });
    await runBilling(deps, new Date(MONTH_LATER.getTime() + 8 * 86_400_000));
    expect(await subscription()).toMatchObject({ status: 'SUSPENDED' });
  });

  test('races new top-ups, spending and itself: each rupiah ends in one place', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => topUp()));
    const { planIds } = await aService(
      db.dataSource,
      Array.from({ length: 1 }, () => ({ price: 40_000 })),
    );
    await Promise.all([
      ...ids.slice(0, 4).flatMap((id) => [chargeback(id), chargeback(id)]),
      aSubscriber(db.dataSource, planIds[0] as string, NOW, { userId: customer }).catch(() => null),
      topUp(30_000),
      topUp(20_000),
    ]);
    const { balance, receivable } = await wallet();
    const [{ spent }] = await db.dataSource.query(
      `SELECT coalesce(sum(amount), 0)::int AS spent FROM transactions WHERE user_id = $1 AND type = 'SUBSCRIPTION' AND status <> 'CANCELLED'`,
      [customer],
    );
    expect(balance - receivable).toBe(5 * 100_000 + 50_000 - 4 * 100_000 - spent);
    expect(balance).toBeGreaterThanOrEqual(0);
  });
});

test('an answer from before somebody else’s may move nothing', async () => {
  const id = await topUp();
  const { checkCount: seen } = await payment(id);
  await told(id, 'PAID');
  const denied: GatewayStatus = {
    state: 'DENIED',
    rawStatus: 'deny',
    fraudStatus: null,
    gatewayTransactionId: id,
    orderId: id,
    currency: null,
    grossAmount: null,
    paymentType: null,
    reversals: [],
    raw: { transaction_status: 'deny' },
  };
  const settle = (count: number) =>
    withTransaction(db.dataSource, (tx) => settlePayment(tx, id, denied, NOW, count));
  expect(await settle(seen)).toBe('ask-again');
  expect(await wallet()).toMatchObject({ balance: 100_000 });
  expect(await settle(seen + 1)).toBe('reverse');
});
