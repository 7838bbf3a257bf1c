import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { type PlayMidtrans, playMidtrans } from '@minispod/testing/midtrans';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { convergePayment } from './converge-payment.js';
import { topUp } from './top-up.js';
import { withdraw } from './withdraw.js';

let db: TestDatabase;
let midtrans: PlayMidtrans;
beforeAll(async () => {
  [db, midtrans] = await Promise.all([testDatabase(), playMidtrans({ timeoutMs: 5_000 })]);
});
afterAll(async () => {
  await midtrans.close();
  await db.drop();
});

function later<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test('a payment withdrawn while it is being opened: a declared answer, and cancelled at the gateway', async () => {
  const { dataSource } = db;
  const userId = await aCustomer(dataSource);
  const now = new Date();
  const opening = later<string>();
  const mayGoOn = later<void>();
  const slow: PaymentGateway = {
    ...midtrans.gateway,
    async create(payment) {
      opening.resolve(payment.paymentId);
      await mayGoOn.promise;
      return midtrans.gateway.create(payment);
    },
  };
  const doors = { bankAccounts: [], publicUrl: 'http://localhost:3000' };
  const deps = { dataSource, gateways: new Map([[slow.name, slow]]), ...doors };
  const first = topUp(deps, userId, { amount: 100_000, paymentMethod: 'BANK_TRANSFER', bank: 'bca' }, now);
  let isAnswered = false;
  const answer = first.then(
    () => 'OK',
    ({ code, message }) => code ?? message,
  );
  answer.then(() => {
    isAnswered = true;
  });
  const id = await opening.promise;
  await withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const payment = await tx.findOneByOrFail(Payment, { id });
    mayGoOn.resolve();
    // Whoever opens it waits for our lock, or is done already without having asked for it.
    await vi.waitFor(async () => {
      const [{ waiting }] = await dataSource.query(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(waiting > 0 || isAnswered).toBe(true);
    }, 10_000);
    await withdraw(tx, payment, { actor: `user:${userId}`, reason: 'REPLACED' }, now);
  });
  expect(await answer).toBe('CONFLICT');
  await convergePayment({ dataSource, gateways: midtrans.gateways }, id, now);
  expect(await dataSource.manager.findOneByOrFail(Payment, { id })).toMatchObject({
    status: 'CANCELLED',
    gatewayStatus: 'cancel',
  });
});
