import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { readNotification } from './notification.js';

const told = (body: string, changes: Record<string, string | undefined> = {}) => ({
  body: null,
  rawBody: Buffer.from(body),
  headers: {
    'x-callback-event': 'payment_status',
    'x-callback-signature': createHmac('sha256', 'key').update(body).digest('hex'),
    ...changes,
  },
});
const paid = '{"merchant_ref":"A","reference":"T1","status":"PAID"}';

test('a signed callback is a hint; told twice, it is the same event', () => {
  const hint = { paymentId: 'A', eventKey: 'A:T1:PAID', rawStatus: 'PAID', state: 'PAID' };
  expect(readNotification(told(paid), 'key')).toEqual(hint);
  expect(readNotification(told(`${paid} `), 'key')).toEqual(hint);
});

test('forged, of another event, or not readable, it is none', () => {
  expect(readNotification(told(paid), 'other')).toBeNull();
  expect(readNotification({ ...told(paid), rawBody: Buffer.from(`${paid} `) }, 'key')).toBeNull();
  expect(readNotification(told(paid, { 'x-callback-signature': undefined }), 'key')).toBeNull();
  expect(readNotification(told(paid, { 'x-callback-event': 'other' }), 'key')).toBeNull();
  for (const body of ['', 'null', '[]', '{}', '{"merchant_ref":1,"reference":"T1","status":"PAID"}'])
    expect(readNotification(told(body), 'key')).toBeNull();
});
