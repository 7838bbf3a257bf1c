import type { RefundInput } from '@minispod/contracts/payments';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { User } from '@minispod/database/entities/user.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import { crashAt } from '@minispod/testing/crash';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { type PlayMidtrans, playMidtrans } from '@minispod/testing/midtrans';
import { ENCRYPTION_KEY } from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { convergePayment } from './converge-payment.js';
import { requestRefund } from './refund.js';
import { sendRefund, sweepRefunds } from './send-refund.js';
import { topUp } from './top-up.js';

let db: TestDatabase;
let midtrans: PlayMidtrans;
let customer: string;
let administrator: string;
beforeAll(async () => {
  [db, midtrans] = await Promise.all([testDatabase({ poolSize: 25 }), playMidtrans()]);
  administrator = await aCustomer(db.dataSource);
  await db.dataSource.manager.update(User, { id: administrator }, { role: 'ADMINISTRATOR' });
});
beforeEach(async () => {
  customer = await aCustomer(db.dataSource);
});
afterEach(async () => {
  expect(await brokenRules(db.dataSource)).toEqual([]);
});
afterAll(async () => {
  await midtrans.close();
  await db.drop();
});

const deps = () => ({
  dataSource: db.dataSource,
  gateways: midtrans.gateways,
  bankAccounts: [],
  publicUrl: 'http://localhost:3000',
  encryptionKey: ENCRYPTION_KEY,
});
const later = (seconds: number) => new Date(Date.now() + seconds * 1_000);
/** A top-up of 100.000 that Midtrans settled; its id. */
const paid = async (method: 'QRIS' | 'BANK_TRANSFER' = 'QRIS') => {
  const bank = method === 'BANK_TRANSFER' ? ({ bank: 'bca' } as const) : {};
  const { transactionId } = await topUp(
    deps(),
    customer,
    { amount: 100_000, paymentMethod: method, ...bank },
    new Date(),
  );
  await midtrans.end(transactionId, { outcome: 'settlement' });
  await convergePayment(deps(), transactionId, new Date());
  return transactionId;
};
const refund = (id: string, more: Partial<RefundInput> = {}, by = administrator) =>
  requestRefund(deps(), by, { id, reason: 'asked for it', to: 'SOURCE', ...more }, new Date());
const wallet = () => db.dataSource.manager.findOneByOrFail(Wallet, { userId: customer });
const payment = (id: string) => db.dataSource.manager.findOneByOrFail(Payment, { id });
const reversal = (id: string) => db.dataSource.manager.findOneByOrFail(PaymentReversal, { id });
const converge = (id: string) => convergePayment(deps(), id, new Date());
/** What Midtrans has on record as given back. */
const atMidtrans = async (id: string) => {
  const { reversals } = await midtrans.gateway.status({ paymentId: id });
  return reversals.map(({ key, amount }) => ({ key, amount }));
};
const BY_HAND = {
  to: 'BANK_ACCOUNT',
  bankAccount: { bank: 'BCA', number: '1234567890', holder: 'Budi', reference: 'TRF-1' },
} as const;

describe('a refund to where the money came from', () => {
  test('leaves the wallet at once, the house when the gateway did it, and is told once', async () => {
    const id = await paid();
    const { reversalId } = await refund(id, { amount: 30_000 });
    expect(await wallet()).toMatchObject({ balance: 70_000 });
    expect(await payment(id)).toMatchObject({ status: 'PAID', reversedAmount: 30_000 });
    await sendRefund(deps(), reversalId, new Date());
    expect(await atMidtrans(id)).toEqual([{ key: reversalId, amount: 30_000 }]);
    expect(await reversal(reversalId)).toMatchObject({ status: 'DONE', taken: 30_000 });
    expect(await payment(id)).toMatchObject({ status: 'PARTIALLY_REVERSED' });

    // Its notification, its job once more, and the sweep find nothing left to do.
    await converge(id);
    await sendRefund(deps(), reversalId, new Date());
    expect(await sweepRefunds(deps(), later(600))).toBe(0);
    expect(await wallet()).toMatchObject({ balance: 70_000 });
    expect(await atMidtrans(id)).toHaveLength(1);

    const { reversalId: rest } = await refund(id);
    await sendRefund(deps(), rest, new Date());
    expect(await payment(id)).toMatchObject({ status: 'REVERSED', reversedAmount: 100_000 });
    expect(await wallet()).toMatchObject({ balance: 0, receivable: 0 });
  });

  test('whose answer is lost is done once, found by the sweep or by what Midtrans says', async () => {
    const id = await paid();
    const { reversalId } = await refund(id, { amount: 40_000 });
    await midtrans.fault({ down: true });
    await expect(sendRefund(deps(), reversalId, new Date())).rejects.toMatchObject({
      name: 'GatewayUnreachable',
    });
    // One that cannot be reached keeps the sweep from nothing, and the money stays set aside.
    expect(await sweepRefunds(deps(), later(61))).toBe(1);
    await midtrans.fault({ down: false });
    expect(await wallet()).toMatchObject({ balance: 60_000 });
    // It came through after all, and nobody here knows.
    await midtrans.gateway.refund(
      { paymentId: id },
      { key: reversalId, amount: (await reversal(reversalId)).amount, reason: 'asked for it' },
    );
    expect(await sweepRefunds(deps(), later(300))).toBe(1);
    expect(await reversal(reversalId)).toMatchObject({ status: 'DONE' });
    expect(await atMidtrans(id)).toEqual([{ key: reversalId, amount: 40_000 }]);

    const { reversalId: other } = await refund(id, { amount: 10_000 });
    await midtrans.gateway.refund(
      { paymentId: id },
      { key: other, amount: (await reversal(other)).amount, reason: 'asked for it' },
    );
    await converge(id);
    expect(await reversal(other)).toMatchObject({ status: 'DONE' });
    expect(await wallet()).toMatchObject({ balance: 50_000 });
  });

  test('that the gateway refuses is back in the wallet', async () => {
    const id = await paid();
    const { reversalId } = await refund(id);
    // Its bank took it back meanwhile: there is nothing left to refund.
    await midtrans.end(id, { outcome: 'failure' });
    await sendRefund(deps(), reversalId, new Date());
    expect(await reversal(reversalId)).toMatchObject({ status: 'FAILED', problem: expect.any(String) });
    expect(await wallet()).toMatchObject({ balance: 100_000 });
    expect(await payment(id)).toMatchObject({ status: 'PAID', reversedAmount: 0 });
  });

  test('that a chargeback overtakes takes nothing twice', async () => {
    const id = await paid();
    const { reversalId } = await refund(id, { amount: 30_000 });
    await midtrans.end(id, { outcome: 'chargeback' });
    await converge(id);
    expect(await reversal(reversalId)).toMatchObject({ status: 'FAILED' });
    expect(await payment(id)).toMatchObject({ status: 'REVERSED', reversedAmount: 100_000 });
    expect(await wallet()).toMatchObject({ balance: 0, receivable: 0 });
    await sendRefund(deps(), reversalId, new Date());
    expect(await wallet()).toMatchObject({ balance: 0, receivable: 0 });
  });

  test.each(['asking', 'sending'] as const)(
    'survives a death between any two statements of %s',
    async (step) => {
      const id = await paid();
      const request = { amount: 30_000, requestId: `dies-while-${step}` };
      const work = async () => {
        const { reversalId } = await refund(id, request);
        if (step === 'sending') await sendRefund(deps(), reversalId, new Date());
        return reversalId;
      };
      if (step === 'sending') await refund(id, request);
      let deaths = 0;
      for (let statement = 1; ; statement++) {
        const crash = crashAt(db.dataSource, statement);
        await work().catch(() => null);
        if (!crash.restore()) break;
        deaths++;
      }
      expect(deaths).toBeGreaterThan(10);
      const reversalId = await work();
      await sendRefund(deps(), reversalId, new Date());
      expect(await wallet()).toMatchObject({ balance: 70_000 });
      expect(await atMidtrans(id)).toEqual([{ key: reversalId, amount: 30_000 }]);
      expect(await payment(id)).toMatchObject({ status: 'PARTIALLY_REVERSED', reversedAmount: 30_000 });
    },
  );
});

describe('a refund by hand', () => {
  test('is recorded as sent, with the account sealed', async () => {
    const id = await paid('BANK_TRANSFER');
    const { reversalId } = await refund(id, BY_HAND);
    const { status, channel, bankAccount } = await reversal(reversalId);
    expect({ status, channel }).toEqual({ status: 'DONE', channel: 'BANK_ACCOUNT' });
    expect(bankAccount).not.toContain('1234567890');
    expect(await payment(id)).toMatchObject({ status: 'REVERSED' });
    expect(await wallet()).toMatchObject({ balance: 0 });
    // The gateway, which knows nothing of it, changes nothing.
    await converge(id);
    expect(await payment(id)).toMatchObject({ status: 'REVERSED' });
  });
});

describe('what is refused', () => {
  test('a way of paying that takes nothing back, more than is left, what was spent, what was never paid', async () => {
    const id = await paid('BANK_TRANSFER');
    await expect(refund(id)).rejects.toMatchObject({ code: 'CONFLICT', details: { to: 'BANK_ACCOUNT' } });
    await expect(refund(id, { ...BY_HAND, amount: 100_001 })).rejects.toMatchObject({ code: 'CONFLICT' });
    const { transactionId: open } = await topUp(
      deps(),
      customer,
      { amount: 20_000, paymentMethod: 'QRIS' },
      new Date(),
    );
    await expect(refund(open)).rejects.toMatchObject({ code: 'CONFLICT', details: { status: 'PENDING' } });
    expect(await wallet()).toMatchObject({ balance: 100_000 });
  });
});

describe('two administrators at once', () => {
  const both = async () => {
    const id = await paid();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => refund(id, { amount: 60_000 })),
    );
    const { balance } = await wallet();
    return { done: results.filter(({ status }) => status === 'fulfilled').length, balance };
  };

  test('give back no more than was paid', async () => {
    expect(await both()).toEqual({ done: 1, balance: 40_000 });
  });

  test('… not even without the wallet’s lock: then the database refuses', async () => {
    const taken = sabotage(db.dataSource, / FOR UPDATE$/);
    const outcome = await both();
    taken.restore();
    expect(outcome).toEqual({ done: 1, balance: 40_000 });
  });
});
