import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNotification } from './notification.js';
import { signatureOf } from './signature.js';

const key = 'SB-Mid-server-made-up';

function told(changes: Record<string, unknown> = {}) {
  const body = {
    order_id: 'TOPUP-01',
    status_code: '200',
    gross_amount: '50000.00',
    transaction_id: '6f1c',
    transaction_status: 'settlement',
    ...changes,
  };
  const { order_id: orderId, status_code: statusCode, gross_amount: grossAmount } = body;
  return { ...body, signature_key: signatureOf({ orderId, statusCode, grossAmount }, key) };
}

test('a signed notification is a hint, whatever else it carries', () => {
  expect(readNotification(told({ some_new_field: { deep: [1] } }), key)).toEqual({
    paymentId: 'TOPUP-01',
    eventKey: 'TOPUP-01:6f1c:settlement:200',
    rawStatus: 'settlement',
    state: 'PAID',
  });
});

test('events differ by status, code and refund; case and redelivery do not matter', () => {
  const keyOf = (changes: Record<string, unknown>) => readNotification(told(changes), key)?.eventKey;
  expect(keyOf({ transaction_status: 'SETTLEMENT' })).toBe(keyOf({}));
  const refunds = [{ refund_key: 'R1' }];
  const keys = [
    keyOf({}),
    keyOf({ transaction_status: 'capture', status_code: '201' }),
    keyOf({ transaction_status: 'capture' }),
    keyOf({ transaction_status: 'refund', refund_amount: '50000.00', refunds }),
    keyOf({
      transaction_status: 'refund',
      refund_amount: '50000.00',
      refunds: [{ ...refunds[0], bank_confirmed_at: 'x' }],
    }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(['order_id', 'status_code', 'gross_amount', 'signature_key', 'transaction_status'])(
  'without a text in %s it is no notification',
  (field) => {
    for (const value of [undefined, null, '', 200, true, [], {}, ['200']]) {
      expect(readNotification({ ...told(), [field]: value }, key)).toBeNull();
    }
  },
);

test('junk of any shape is null and never an error', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (junk) => {
      expect(readNotification(junk, key)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(told())), fc.anything()), (changes) => {
      const forged = { ...told(), ...changes, signature_key: changes.signature_key ?? 'x' };
      expect(readNotification(forged, key)).toBeNull();
    }),
  );
});
