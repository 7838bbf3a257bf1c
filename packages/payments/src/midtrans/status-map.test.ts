import { expect, test } from 'vitest';
import { gatewayState } from './status-map.js';

test.each([
  ['pending', 'accept', 'PENDING'],
  ['PENDING', null, 'PENDING'],
  ['authorize', 'accept', 'PENDING'],
  ['capture', 'accept', 'PAID'],
  ['capture', 'challenge', 'CHALLENGE'],
  ['capture', 'deny', 'DENIED'],
  ['capture', null, 'CHALLENGE'],
  ['capture', 'review', 'UNKNOWN'],
  ['settlement', 'accept', 'PAID'],
  ['SETTLEMENT', 'ACCEPT', 'PAID'],
  ['settlement', null, 'PAID'],
  ['settlement', 'challenge', 'CHALLENGE'],
  ['settlement', 'deny', 'DENIED'],
  ['settlement', 'constructor', 'UNKNOWN'],
  ['deny', 'accept', 'DENIED'],
  ['deny', 'deny', 'DENIED'],
  ['cancel', 'accept', 'CANCELLED'],
  ['expire', null, 'EXPIRED'],
  ['failure', null, 'FAILED'],
  ['refund', 'accept', 'REFUNDED'],
  ['partial_refund', 'accept', 'PARTIALLY_REFUNDED'],
  ['chargeback', 'accept', 'CHARGEBACK'],
  ['partial_chargeback', 'accept', 'PARTIAL_CHARGEBACK'],
  ['paid', 'accept', 'UNKNOWN'],
  ['constructor', 'accept', 'UNKNOWN'],
  ['', null, 'UNKNOWN'],
])('%j with fraud %j is %s', (status, fraud, state) => {
  expect(gatewayState(status, fraud)).toBe(state);
});
