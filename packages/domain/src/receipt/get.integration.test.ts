import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { paidTopUp } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestRefund } from '../payment/refund.js';
import { topUp } from '../payment/top-up.js';
import { getReceipt } from './get.js';

const NOW = new Date('2026-03-02T03:00:00Z');
const LATER = new Date('2026-03-05T03:00:00Z');
const bankAccount = { bank: 'BCA', number: '0000000000', holder: 'Budi', reference: 'TRX-1' };

let db: TestDatabase;
let customer: string;
beforeAll(async () => {
  db = await testDatabase();
  customer = await aCustomer(db.dataSource);
});
afterAll(() => db.drop());

const paid = async (): Promise<string> => {
  await paidTopUp(db.dataSource, customer, 100_000, NOW);
  const [{ id }] = await db.dataSource.query(
    `SELECT id FROM transactions WHERE user_id = $1 AND type = 'TOP_UP' ORDER BY id DESC LIMIT 1`,
    [customer],
  );
  return id;
};
const see = (id: string, userId = customer) => getReceipt(db.dataSource.manager, userId, id);

test('a paid top-up has one, for its owner alone', async () => {
  const id = await paid();
  expect(await see(id)).toMatchObject({
    transactionId: id,
    payer: { name: 'Budi', email: `${customer}@example.test` },
    amount: 100_000,
    method: 'QRIS',
    gateway: 'midtrans',
    gatewayReference: expect.any(String),
    paidAt: NOW.toISOString(),
    reversals: [],
    left: 100_000,
  });
  const stranger = await aCustomer(db.dataSource);
  await expect(see(id, stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('it shows what was refunded since', async () => {
  const id = await paid();
  const deps = {
    dataSource: db.dataSource,
    gateways: new Map(),
    encryptionKey: 'a key for tests, long enough',
  };
  const refund = { id, amount: 30_000, reason: 'Asked for', to: 'BANK_ACCOUNT' as const, bankAccount };
  await requestRefund(deps, await aCustomer(db.dataSource), refund, LATER);
  expect(await see(id)).toMatchObject({
    amount: 100_000,
    reversals: [{ kind: 'REFUND', amount: 30_000, at: LATER.toISOString(), isUnderway: false }],
    left: 70_000,
  });
});

test('what was never paid has none', async () => {
  const { dataSource } = db;
  const deps = { dataSource, gateways: new Map(), publicUrl: 'http://x', bankAccounts: [bankAccount] };
  const open = await topUp(deps, customer, { amount: 50_000, paymentMethod: 'MANUAL_TRANSFER' }, NOW);
  await expect(see(open.transactionId)).rejects.toMatchObject({ code: 'CONFLICT' });
});
