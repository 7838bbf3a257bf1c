import { describe, expect, test } from 'vitest';
import { type Billable, decideBilling } from './decide.js';

const settings = { graceDays: 7, retentionDays: 30 };
const due = new Date('2026-03-01T05:00:00Z');
const at = (days: number, ms = 0) => new Date(due.getTime() + days * 86_400_000 + ms);
const it: Billable = {
  status: 'ACTIVE',
  autoRenew: true,
  price: 50_000,
  endDate: due,
  gracePeriodEnd: null,
  suspendedBy: null,
  retentionEnd: null,
  isAccountSuspended: false,
};
const decide = (more: Partial<Billable>, balance: number, now: Date, eager = false) =>
  decideBilling({ ...it, ...more }, balance, now, settings, eager);

test('nothing before the end of the period, to the millisecond', () => {
  expect(decide({}, 0, at(0, -1))).toEqual({ do: 'nothing' });
  expect(decide({}, 50_000, due)).toEqual({ do: 'renew' });
  expect(decide({ autoRenew: false }, 50_000, due)).toEqual({ do: 'end' });
});

describe('without credit', () => {
  test('a grace of seven days from the due date, with a try each day', () => {
    const graceEnd = at(7);
    expect(decide({}, 49_999, at(0, 2_000))).toEqual({ do: 'enter-grace', graceEnd, nextAt: at(1) });
    for (let day = 1; day <= 6; day++) {
      expect(decide({ gracePeriodEnd: graceEnd }, 0, at(day, 2_000))).toEqual({
        do: 'remind',
        nextAt: at(day + 1),
      });
    }
    expect(decide({ gracePeriodEnd: graceEnd }, 0, at(7, -1))).toMatchObject({
      do: 'remind',
      nextAt: graceEnd,
    });
    expect(decide({ gracePeriodEnd: graceEnd }, 0, graceEnd)).toEqual({
      do: 'suspend',
      retentionEnd: at(37),
    });
  });

  test('a first try that came late leaves the whole grace', () => {
    expect(decide({}, 0, at(5))).toEqual({ do: 'enter-grace', graceEnd: at(12), nextAt: at(6) });
  });

  test('credit in the grace renews, also at its very end', () => {
    expect(decide({ gracePeriodEnd: at(7) }, 50_000, at(5))).toEqual({ do: 'renew' });
    expect(decide({ gracePeriodEnd: at(7) }, 50_000, at(7))).toEqual({ do: 'renew' });
  });

  test('the try after a top-up that does not cover it changes nothing', () => {
    expect(decide({}, 49_999, at(1), true)).toEqual({ do: 'nothing' });
    expect(decide({ gracePeriodEnd: at(7) }, 49_999, at(8), true)).toEqual({ do: 'nothing' });
  });
});

describe('suspended', () => {
  const suspended = { status: 'SUSPENDED', suspendedBy: 'BILLING', retentionEnd: at(37) } as const;

  test('comes back with a top-up, never by the clock alone', () => {
    expect(decide(suspended, 50_000, at(20), true)).toEqual({ do: 'reactivate' });
    expect(decide(suspended, 50_000, at(20))).toEqual({ do: 'nothing' });
  });

  test('is not deleted while its owner has the money for it', () => {
    expect(decide(suspended, 50_000, at(37))).toEqual({ do: 'reactivate' });
    expect(decide({ ...suspended, autoRenew: false }, 50_000, at(37))).toEqual({ do: 'expire' });
  });

  test('is ended by the clock alone, never by a change', () => {
    expect(decide({ autoRenew: false, gracePeriodEnd: at(7) }, 50_000, at(1), true)).toEqual({
      do: 'nothing',
    });
    expect(decide(suspended, 0, at(38), true)).toEqual({ do: 'nothing' });
  });

  test('expires when the retention is over', () => {
    expect(decide(suspended, 0, at(37, -1))).toEqual({ do: 'nothing' });
    expect(decide(suspended, 0, at(37))).toEqual({ do: 'expire' });
  });

  test('what an administrator suspended no payment brings back', () => {
    expect(decide({ ...suspended, suspendedBy: 'ADMINISTRATOR' }, 50_000, at(20), true)).toEqual({
      do: 'nothing',
    });
  });
});
