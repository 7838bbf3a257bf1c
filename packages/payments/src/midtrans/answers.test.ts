import { expect, test } from 'vitest';
import { readStatus } from './answers.js';
import { signatureOf } from './signature.js';

const KEY = 'SB-Mid-server-made-up';
/** A settlement of A as Midtrans signs it under some name. */
const signed = (changes: Record<string, unknown>, orderId = 'A') => ({
  order_id: 'A',
  transaction_status: 'settlement',
  status_code: '200',
  gross_amount: '50000.00',
  currency: 'IDR',
  signature_key: signatureOf({ orderId, statusCode: '200', grossAmount: '50000.00' }, KEY),
  ...changes,
});

test.each([
  ['our name', signed({})],
  ['the channel’s own name, signed with ours', signed({ order_id: 'DANA-77' })],
  ['the channel’s own name, signed with that', signed({ order_id: 'DANA-77' }, 'DANA-77')],
  ['no name', signed({ order_id: undefined })],
])('an answer under %s is about the payment that was asked about', (_, answer) => {
  expect(readStatus(answer, 'A', KEY)).toMatchObject({ state: 'PAID', grossAmount: 50_000, currency: 'IDR' });
});

test.each([
  ['that nobody signed and that names another order', signed({ order_id: 'B', signature_key: undefined })],
  ['without a name or a signature', signed({ order_id: undefined, signature_key: undefined })],
  ['signed for something else', signed({}, 'C')],
  ['whose amount was changed', signed({ gross_amount: '90000.00' })],
  ['without a status', signed({ transaction_status: undefined })],
])('an answer %s says nothing', (_, answer) => {
  expect(readStatus(answer, 'A', KEY)).toMatchObject({ state: 'UNKNOWN', grossAmount: null });
});

const told = (changes: Record<string, unknown>) =>
  readStatus(
    { order_id: 'A', transaction_status: 'settlement', gross_amount: '50000.00', ...changes },
    'A',
    KEY,
  ).reversals;

test('refunds are told one by one, by the key they were asked for under', () => {
  const refunds = [
    { refund_key: 'R1', refund_amount: '20000.00' },
    { refund_chargeback_id: 7, refund_amount: '30000.00' },
    { refund_amount: '1.00' },
  ];
  expect(told({ transaction_status: 'partial_refund', refunds })).toEqual([
    { kind: 'REFUND', key: 'R1', amount: 20_000 },
    { kind: 'REFUND', key: '7', amount: 30_000 },
  ]);
});

test('a chargeback is a total that grows; told twice, it has the same key', () => {
  const part = { transaction_status: 'partial_chargeback', refund_amount: '20000.00' };
  expect(told(part)).toEqual([
    { kind: 'CHARGEBACK', key: 'partial_chargeback:20000', amount: 20_000, isTotal: true },
  ]);
  expect(told(part)).toEqual(told({ ...part, transaction_status: 'PARTIAL_CHARGEBACK' }));
  expect(told({ ...part, refund_amount: '30000.00' })).not.toEqual(told(part));
  expect(told({ transaction_status: 'chargeback' })).toEqual([
    { kind: 'CHARGEBACK', key: 'chargeback:whole', amount: null, isTotal: true },
  ]);
});

test('what is merely paid has none', () => {
  expect(told({})).toEqual([]);
});
