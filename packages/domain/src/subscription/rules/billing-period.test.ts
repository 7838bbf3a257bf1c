import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billingPeriod, periodStart } from './billing-period.js';

/** Midnight in Jakarta. */
const jakarta = (day: string) => new Date(`${day}T00:00:00+07:00`);
const days = (anchor: string, cycle: 'MONTHLY' | 'YEARLY', count: number) =>
  Array.from({ length: count }, (_, k) =>
    new Date(periodStart(jakarta(anchor), cycle, k).getTime() + 7 * 3_600_000).toISOString().slice(0, 10),
  );

test('the 31st is kept wherever the month has one, and clamped where not', () => {
  expect(days('2026-01-31', 'MONTHLY', 6)).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
    '2026-06-30',
  ]);
});

test('a leap day is billed on 28 February in other years and comes back in the next leap year', () => {
  expect(days('2028-02-29', 'YEARLY', 5)).toEqual([
    '2028-02-29',
    '2029-02-28',
    '2030-02-28',
    '2031-02-28',
    '2032-02-29',
  ]);
});

test('a moment just before midnight in Jakarta stays on that Jakarta day', () => {
  const anchor = new Date('2026-01-31T16:59:59.999Z'); // 23:59:59.999 on the 31st in Jakarta
  expect(periodStart(anchor, 'MONTHLY', 1).toISOString()).toBe('2026-02-28T16:59:59.999Z');
  const next = new Date('2026-01-31T17:00:00.000Z'); // midnight on 1 February in Jakarta
  expect(periodStart(next, 'MONTHLY', 1).toISOString()).toBe('2026-02-28T17:00:00.000Z');
});

test('periods touch, go forward and depend on nothing but anchor, cycle and k', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
      fc.constantFrom('MONTHLY' as const, 'YEARLY' as const),
      fc.nat(240),
      (anchor, cycle, k) => {
        const period = billingPeriod(anchor, cycle, k);
        const next = billingPeriod(anchor, cycle, k + 1);
        expect(period.endsAt).toEqual(next.startsAt);
        const lengthDays = (period.endsAt.getTime() - period.startsAt.getTime()) / 86_400_000;
        const [least, most] = cycle === 'MONTHLY' ? [28, 31] : [365, 366];
        expect(lengthDays).toBeGreaterThanOrEqual(least);
        expect(lengthDays).toBeLessThanOrEqual(most);
      },
    ),
  );
});
