import { expect, test } from 'vitest';
import { gatewayState } from './status-map.js';

test.each([
  ['UNPAID', 'PENDING'],
  ['PAID', 'PAID'],
  ['EXPIRED', 'EXPIRED'],
  ['FAILED', 'FAILED'],
  ['REFUND', 'REFUNDED'],
  ['paid', 'UNKNOWN'],
  ['constructor', 'UNKNOWN'],
  ['', 'UNKNOWN'],
])('%j is %s', (status, state) => {
  expect(gatewayState(status)).toBe(state);
});
