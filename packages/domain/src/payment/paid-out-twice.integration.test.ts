import { rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { brokenRules } from '@minispod/testing/books';
import { ENCRYPTION_KEY } from '@minispod/testing/subscribers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GatewayReversal, GatewayState } from '../ports/payment-gateway.js';
import { day, line, office } from '../reconciliation/office.test-fixture.js';
import { alertOnPayments } from './alert-on-payments.js';
import { clearFlag } from './clear-flag.js';
import { requestRefund } from './refund.js';
import { sendRefund } from './send-refund.js';

const TOP_UP = 100_000;
const BANK_ACCOUNT = { bank: 'BCA', number: '1234567890', holder: 'Budi', reference: 'TRF-1' };

let desk: Awaited<ReturnType<typeof office>>;
let id: string;
beforeEach(async () => {
  desk = await office();
  id = await desk.paid(TOP_UP, day(2));
});
afterEach(async () => {
  expect(await brokenRules(desk.db.dataSource)).toEqual([]);
  await desk.db.drop();
});

const deps = () => ({ ...desk.deps, bankAccounts: [], publicUrl: '', encryptionKey: ENCRYPTION_KEY });
const refund = (amount: number, to: 'BANK_ACCOUNT' | 'SOURCE') => {
  const account = to === 'BANK_ACCOUNT' ? { bankAccount: BANK_ACCOUNT } : {};
  const input = { id, amount, to, reason: 'asked for it', ...account };
  return requestRefund(deps(), desk.administrators[0], input, day(3));
};
const told = (state: GatewayState, reversals: GatewayReversal[] = []) =>
  desk.told(id, { state, rawStatus: state.toLowerCase(), reversals }, day(4));
const wallet = () => desk.db.dataSource.manager.findOneByOrFail(Wallet, { userId: desk.customer });
const payment = () => desk.db.dataSource.manager.findOneByOrFail(Payment, { id });
const byGateway = () =>
  desk.db.dataSource.manager.findBy(PaymentReversal, { paymentId: id, channel: 'NONE', status: 'DONE' });
const alert = async () => {
  await alertOnPayments(desk.db.dataSource, day(4));
  const sql = `SELECT severity, message FROM alerts WHERE kind = 'PAID_OUT_TWICE' AND closed_at IS NULL`;
  return (await desk.db.dataSource.query(sql))[0];
};

test.each<[string, GatewayState, GatewayReversal[]]>([
  ['charged back', 'CHARGEBACK', []],
  ['charged back, with the sum', 'CHARGEBACK', [{ kind: 'CHARGEBACK', key: 'c', amount: rupiah(TOP_UP) }]],
  ['denied by the bank', 'DENIED', []],
  ['voided', 'CANCELLED', []],
  ['refunded at the gateway by hand', 'REFUNDED', [{ kind: 'REFUND', key: 'r', amount: rupiah(TOP_UP) }]],
])('refunded by bank transfer, then %s: owed, flagged and alerted', async (_, state, reversals) => {
  await refund(TOP_UP, 'BANK_ACCOUNT');
  for (let n = 0; n < 3; n++) await told(state, reversals);
  expect(await wallet()).toMatchObject({ balance: 0, receivable: TOP_UP });
  expect(await payment()).toMatchObject({
    status: 'REVERSED',
    reversedAmount: TOP_UP,
    flag: 'PAID_OUT_TWICE',
  });
  expect(await byGateway()).toMatchObject([{ amount: TOP_UP, taken: 0, owed: TOP_UP, excess: TOP_UP }]);
  expect(await alert()).toEqual({
    severity: 'CRITICAL',
    message:
      'Rp100.000 of a top-up went back twice: refunded by us, then taken back at midtrans; the customer owes Rp100.000 of what was taken',
  });
  await clearFlag(desk.db.dataSource, desk.administrators[0], { id, reason: 'The customer pays' }, day(4));
  await told(state, reversals);
  expect(await alert()).toBeUndefined();
});

test('what the wallet holds is taken first, and only the rest is owed', async () => {
  await refund(TOP_UP, 'BANK_ACCOUNT');
  await desk.paid(60_000, day(3));
  await told('CHARGEBACK');
  expect(await wallet()).toMatchObject({ balance: 0, receivable: 40_000 });
  expect(await byGateway()).toMatchObject([{ taken: 60_000, owed: 40_000, excess: TOP_UP }]);
});

test('refunded in part by bank transfer, then charged back whole: that part went out twice', async () => {
  await refund(30_000, 'BANK_ACCOUNT');
  await told('CHARGEBACK');
  expect(await wallet()).toMatchObject({ balance: 0, receivable: 30_000 });
  expect(await payment()).toMatchObject({ status: 'REVERSED', flag: 'PAID_OUT_TWICE' });
  expect(await byGateway()).toMatchObject([{ amount: TOP_UP, taken: 70_000, owed: 30_000, excess: 30_000 }]);
});

test('a part that is charged back fits beside a part that was refunded: nothing went out twice', async () => {
  await refund(30_000, 'BANK_ACCOUNT');
  await told('PARTIAL_CHARGEBACK', [{ kind: 'CHARGEBACK', key: 'c', amount: rupiah(70_000) }]);
  expect(await wallet()).toMatchObject({ balance: 0, receivable: 0 });
  expect(await payment()).toMatchObject({ status: 'REVERSED', flag: null });
});

test('refunded in part by bank transfer, then taken back without a word how much: an administrator is called', async () => {
  await refund(30_000, 'BANK_ACCOUNT');
  await told('PARTIAL_CHARGEBACK');
  await alertOnPayments(desk.db.dataSource, day(4));
  const [{ kind }] = await desk.db.dataSource.query('SELECT kind FROM alerts WHERE closed_at IS NULL');
  expect(kind).toBe('REVERSAL_UNSEEN');
});

test('refunded whole by the gateway, then charged back: nothing can be booked, and an administrator is called once', async () => {
  const { reversalId } = await refund(TOP_UP, 'SOURCE');
  await sendRefund(deps(), reversalId, day(3));
  await told('CHARGEBACK');
  expect(await wallet()).toMatchObject({ balance: 0, receivable: 0 });
  expect(await payment()).toMatchObject({ flag: 'PAID_OUT_TWICE' });
  expect((await alert()).message).toMatch(/taken back once more \(chargeback\): nothing was booked/);
  await clearFlag(desk.db.dataSource, desk.administrators[0], { id, reason: 'Their mistake' }, day(4));
  await told('CHARGEBACK');
  expect(await payment()).toMatchObject({ flag: null });
});

test('the gateway’s list of it differs by nothing', async () => {
  await refund(TOP_UP, 'BANK_ACCOUNT');
  desk.midtrans.says.set(id, { state: 'CHARGEBACK', rawStatus: 'chargeback' });
  await desk.take([line(id, TOP_UP, day(2)), line(id, -TOP_UP, day(2), 'CHARGEBACK')], day(4));
  expect(await desk.differences()).toEqual([]);
  expect(await wallet()).toMatchObject({ receivable: TOP_UP });
});
