import { rupiah } from '@minispod/contracts/rupiah';
import { expect, test } from 'vitest';
import { aPayment } from '../gateway-access.test-fixture.js';
import { CHANNELS, channelsFor } from './channels.js';
import { chargeRequest, snapRequest } from './requests.js';

// 18:00 in Jakarta.
const createdAt = new Date('2026-01-31T11:00:00Z');

test('Snap: items sum to the amount, times in Jakarta, only methods that take the amount', () => {
  const payment = aPayment({ createdAt, amount: rupiah(9_999), description: 'x'.repeat(60) });
  expect(snapRequest(payment, channelsFor('BANK_TRANSFER'))).toEqual({
    transaction_details: { order_id: payment.paymentId, gross_amount: 9_999 },
    item_details: [{ id: 'topup', name: 'x'.repeat(50), price: 9_999, quantity: 1 }],
    customer_details: { first_name: 'Budi Santoso', email: 'budi@example.test', phone: '+628123456789' },
    enabled_payments: ['bni_va', 'bri_va', 'echannel', 'permata_va'],
    credit_card: { secure: true },
    callbacks: { finish: payment.returnUrl, unfinish: payment.returnUrl, error: payment.returnUrl },
    expiry: { start_time: '2026-01-31 18:00:00 +0700', unit: 'minutes', duration: 60 },
    page_expiry: { unit: 'minutes', duration: 60 },
  });
});

test('Snap: its page sends people back where the operator wants it, else to the payment’s own page', () => {
  const payment = aPayment({ createdAt });
  const finish = 'https://m.test/thanks';
  expect(snapRequest(payment, channelsFor('BANK_TRANSFER'), { finish }).callbacks).toEqual({
    finish,
    unfinish: payment.returnUrl,
    error: payment.returnUrl,
  });
});

test('a name is cut between characters, never within one', () => {
  const payment = aPayment({ createdAt, description: `${'x'.repeat(49)}😀y` });
  expect(snapRequest(payment, []).item_details[0]?.name).toBe(`${'x'.repeat(49)}😀`);
});

test('a charge lapses a part of a minute early rather than late, but is open for one minute', () => {
  const customer = { name: 'Budi', email: 'budi@example.test', phone: null };
  const open = (ms: number) =>
    chargeRequest(aPayment({ createdAt, customer, expiresAt: new Date(createdAt.getTime() + ms) }), {
      payment_type: 'qris',
    });
  expect(open(15 * 60_000 - 1).custom_expiry).toEqual({
    order_time: '2026-01-31 18:00:00 +0700',
    expiry_duration: 14,
    unit: 'minute',
  });
  expect(open(10_000).custom_expiry.expiry_duration).toBe(1);
  expect(open(10_000).customer_details).not.toHaveProperty('phone');
});

test.each([
  ['bca', { payment_type: 'bank_transfer', bank_transfer: { bank: 'bca' } }],
  ['mandiri', { payment_type: 'echannel', echannel: { bill_info1: 'Payment:', bill_info2: 'MinisPod' } }],
  ['gopay', { payment_type: 'gopay', gopay: { enable_callback: true, callback_url: 'https://m.test/w' } }],
  ['shopeepay', { payment_type: 'shopeepay', shopeepay: { callback_url: 'https://m.test/w' } }],
])('%s is charged in Midtrans’ words, and its app comes back to us', (code, expected) => {
  const charge = CHANNELS.find(({ bank, wallet }) => code === (bank ?? wallet))?.charge ?? {};
  const payment = aPayment({ createdAt, returnUrl: 'https://m.test/w' });
  const request = chargeRequest(payment, charge);
  expect(request).toMatchObject({ ...expected, transaction_details: { order_id: payment.paymentId } });
});
