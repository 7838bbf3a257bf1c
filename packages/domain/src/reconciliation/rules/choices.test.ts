import { expect, test } from 'vitest';
import { choicesFor } from './choices.js';

test.each([
  ['MISSING_HERE', true, null, 9_000, 'WRITE_OFF EXPLAINED'],
  ['MISSING_HERE', false, null, -9_000, 'WRITE_OFF EXPLAINED'],
  ['MISSING_THERE', true, 9_000, null, 'LATER WRITE_OFF EXPLAINED'],
  ['NOT_CREDITED', true, null, 9_000, 'CREDIT EXPLAINED'],
  ['TWICE_THERE', true, null, 9_000, 'CREDIT WRITE_OFF EXPLAINED'],
  // A refund too many is nothing that a customer could be given.
  ['TWICE_THERE', false, null, -9_000, 'WRITE_OFF EXPLAINED'],
  ['AMOUNT_DIFFERS', true, 9_000, 9_500, 'CREDIT WRITE_OFF EXPLAINED'],
  // Paid too little, and credited all the same: nobody takes it back.
  ['AMOUNT_DIFFERS', true, 9_000, 8_500, 'WRITE_OFF EXPLAINED'],
  ['AMOUNT_DIFFERS', false, -9_000, -8_500, 'WRITE_OFF EXPLAINED'],
] as const)('%s of a payment (%s), ours %s, theirs %s: %s', (kind, isPayment, ours, theirs, choices) => {
  expect(choicesFor({ kind, isPayment, ours, theirs }).join(' ')).toBe(choices);
});
