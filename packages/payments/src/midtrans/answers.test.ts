import { expect, test } from 'vitest';
import { readStatus } from './answers.js';

const told = (changes: Record<string, unknown>) =>
  readStatus({ order_id: 'A', transaction_status: 'settlement', gross_amount: '50000.00', ...changes }, 'A')
    ?.reversals;

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
