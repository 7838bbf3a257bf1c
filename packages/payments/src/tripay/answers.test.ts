import { expect, test } from 'vitest';
import { readStatus } from './answers.js';

const paid = { reference: 'T1', merchant_ref: 'A', amount: 50_000, payment_method: 'BRIVA', status: 'PAID' };

test('a transaction is read in our words', () => {
  expect(readStatus(paid, 'A')).toEqual({
    state: 'PAID',
    rawStatus: 'PAID',
    fraudStatus: null,
    gatewayTransactionId: 'T1',
    grossAmount: 50_000,
    paymentType: 'BRIVA',
    reversals: [],
    raw: paid,
  });
});

test('a refund is of all that is left', () => {
  expect(readStatus({ ...paid, status: 'REFUND' }, 'A')).toMatchObject({
    state: 'REFUNDED',
    reversals: [{ kind: 'REFUND', amount: null }],
  });
});

test.each([-1, 0.5, '50000', null])('%j is no amount', (amount) => {
  expect(readStatus({ ...paid, amount }, 'A')?.grossAmount).toBeNull();
});

test('of another payment, or without a status, it says nothing', () => {
  expect(readStatus(paid, 'B')).toBeNull();
  expect(readStatus({ ...paid, status: null }, 'A')).toBeNull();
});
