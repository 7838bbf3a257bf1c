import { rupiah } from '@minispod/contracts/rupiah';
import { expect, test } from 'vitest';
import { decideAnswer } from './decide-answer.js';

const now = new Date('2026-03-01T11:00:00Z');
const payment = { status: 'PENDING', amount: rupiah(50_000), expiresAt: now, reviewedAt: null } as const;
const paid = { state: 'PAID', grossAmount: rupiah(50_000), currency: 'IDR' } as const;

test.each([
  ['our amount', {}, 'credit'],
  ['more', { grossAmount: rupiah(54_400) }, 'credit'],
  ['our amount of a gateway that names no currency', { currency: null }, 'credit'],
  ['less', { grossAmount: rupiah(49_999) }, 'hold'],
  ['another currency', { currency: 'VND' }, 'hold'],
  ['an amount that cannot be read', { grossAmount: null }, 'hold'],
  ['less, of which a part went back', { state: 'PARTIALLY_REFUNDED', grossAmount: rupiah(10_000) }, 'hold'],
  ['less, and nothing is paid', { state: 'PENDING', grossAmount: rupiah(10_000) }, 'wait'],
] as const)('%s: %j is %s', (_, changes, expected) => {
  expect(decideAnswer(payment, { ...paid, ...changes }, now).do).toBe(expected);
});

test('what an administrator has decided is not asked again, but all of the money is credited', () => {
  const decided = { ...payment, status: 'FAILED', reviewedAt: now } as const;
  expect(decideAnswer(decided, { ...paid, grossAmount: rupiah(10_000) }, now).do).toBe('wait');
  expect(decideAnswer(decided, paid, now).do).toBe('credit');
});
