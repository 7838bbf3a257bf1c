import { expect, test } from 'vitest';
import { readStatus } from './answers.js';

const paid = { reference: 'T1', merchant_ref: 'A', amount: 50_000, payment_method: 'BRIVA', status: 'PAID' };

test('a transaction is read in our words', () => {
  expect(readStatus(paid)).toEqual({
    state: 'PAID',
    rawStatus: 'PAID',
    fraudStatus: null,
    gatewayTransactionId: 'T1',
    orderId: 'A',
    currency: null,
    grossAmount: 50_000,
    paymentType: 'BRIVA',
    reversals: [],
    raw: paid,
  });
});

test('a refund is of all that is left', () => {
  expect(readStatus({ ...paid, status: 'REFUND' })).toMatchObject({
    state: 'REFUNDED',
    reversals: [{ kind: 'REFUND', amount: null }],
  });
});

test.each([-1, 0.5, 'many', null])('%j is no amount', (amount) => {
  expect(readStatus({ ...paid, amount }).grossAmount).toBeNull();
});

test('without a status it says nothing', () => {
  expect(readStatus({ ...paid, status: null })).toMatchObject({ state: 'UNKNOWN', grossAmount: null });
});
