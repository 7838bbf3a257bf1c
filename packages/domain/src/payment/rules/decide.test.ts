import { PAYMENT_STATUSES, type PaymentStatus } from '@minispod/contracts/wallet';
import { afterAll, describe, expect, test } from 'vitest';
import { mayFollow } from '../../history/rules/transitions.js';
import type { GatewayState } from '../../ports/payment-gateway.js';
import { type Decision, decide, isGivenUp, nextCheck, nextTry } from './decide.js';

const expiresAt = new Date('2026-03-01T12:00:00Z');
const before = new Date('2026-03-01T11:00:00Z');
const after = new Date('2026-03-01T12:06:00Z');

/** What is to be done while there is time, and when there is none any more; one word where time makes no difference. */
const OPEN: Record<GatewayState, string> = {
  NOT_FOUND: 'wait / EXPIRED',
  PENDING: 'wait / EXPIRED',
  CHALLENGE: 'challenge',
  PAID: 'credit',
  DENIED: 'FAILED (DENIED)',
  CANCELLED: 'CANCELLED (CANCELLED)',
  EXPIRED: 'EXPIRED',
  FAILED: 'FAILED (GATEWAY_FAILED)',
  REFUNDED: 'CANCELLED (REVERSED)',
  PARTIALLY_REFUNDED: 'credit-and-reverse',
  CHARGEBACK: 'CANCELLED (REVERSED)',
  PARTIAL_CHARGEBACK: 'credit-and-reverse',
  UNKNOWN: 'wait / EXPIRED',
};
const STATES = Object.keys(OPEN) as GatewayState[];
const waitingBut = (exceptions: Partial<Record<GatewayState, string>>) =>
  ({ ...Object.fromEntries(STATES.map((state) => [state, 'wait'])), ...exceptions }) as typeof OPEN;

const MONEY_CAME = {
  PAID: 'credit',
  PARTIALLY_REFUNDED: 'credit-and-reverse',
  PARTIAL_CHARGEBACK: 'credit-and-reverse',
};
const ENDED = waitingBut(MONEY_CAME);
const CREDITED = waitingBut({
  REFUNDED: 'reverse',
  PARTIALLY_REFUNDED: 'reverse',
  CHARGEBACK: 'reverse',
  PARTIAL_CHARGEBACK: 'reverse',
  // A bank's reversal within minutes, and a captured card that was voided.
  DENIED: 'reverse',
  CANCELLED: 'reverse',
});

const TABLE: Record<PaymentStatus, typeof OPEN> = {
  PENDING: OPEN,
  UNCERTAIN: OPEN,
  // Money that an administrator has to decide about: the gateway's last word ends it, our clock does not.
  IN_REVIEW: { ...OPEN, NOT_FOUND: 'wait', PENDING: 'wait', UNKNOWN: 'wait', CHALLENGE: 'wait' },
  PAID: CREDITED,
  PARTIALLY_REVERSED: CREDITED,
  // Sent back by a bank transfer, of which no gateway knows: what it takes then is booked as well.
  REVERSED: CREDITED,
  FAILED: ENDED,
  EXPIRED: ENDED,
  CANCELLED: ENDED,
};

/** What went back whole stays so, whatever more goes back. */
const staysOrMoves = (from: PaymentStatus, to: PaymentStatus) =>
  (from === 'REVERSED' && to === from) || mayFollow('payment', from, to);

const inWords = (decision: Decision) => {
  if (decision.do !== 'fail') return decision.do;
  const { status, failure } = decision;
  return status === 'EXPIRED' && failure === 'EXPIRED' ? status : `${status} (${failure})`;
};
const decided = (status: PaymentStatus, state: GatewayState) => {
  const [early, late] = [before, after].map((now) => inWords(decide({ status, expiresAt }, state, now)));
  return early === late ? early : `${early} / ${late}`;
};

describe('the table: what the gateway says, and what is done about it', () => {
  const cases = PAYMENT_STATUSES.flatMap((status) => STATES.map((state) => ({ status, state })));

  test.each(cases)('$status, told $state', ({ status, state }) => {
    expect(decided(status, state)).toBe(TABLE[status][state]);
  });

  test.each(cases)('$status, told $state: moves only as its states allow', ({ status, state }) => {
    for (const now of [before, after]) {
      const decision = decide({ status, expiresAt }, state, now);
      const to = { credit: 'PAID', 'credit-and-reverse': 'PAID', reverse: 'REVERSED' } as const;
      if (decision.do === 'fail') expect(mayFollow('payment', status, decision.status)).toBe(true);
      else if (decision.do in to) expect(staysOrMoves(status, to[decision.do as keyof typeof to])).toBe(true);
    }
  });

  afterAll(() => {
    const rows = ['PENDING', 'IN_REVIEW', 'EXPIRED', 'PAID', 'REVERSED'] as const;
    const line = (cells: readonly string[]) => `${cells.map((cell) => cell.padEnd(24)).join('')}\n`;
    process.stdout.write(`\n${line(['the gateway says', ...rows])}`);
    for (const state of STATES)
      process.stdout.write(line([state, ...rows.map((status) => decided(status, state) ?? '')]));
    process.stdout.write(
      'UNCERTAIN is as PENDING; FAILED and CANCELLED as EXPIRED; PARTIALLY_REVERSED as PAID. / parts before and after the end.\n',
    );
  });
});

test('only the gateway’s word takes money back, and only once it was credited', () => {
  const reversing = PAYMENT_STATUSES.flatMap((status) =>
    STATES.filter((state) => decided(status, state) === 'reverse').map(() => status),
  );
  expect(new Set(reversing)).toEqual(new Set(['PAID', 'PARTIALLY_REVERSED', 'REVERSED']));
  for (const state of ['NOT_FOUND', 'PENDING', 'EXPIRED', 'FAILED', 'CHALLENGE', 'UNKNOWN'] as const)
    expect(decided('PAID', state)).toBe('wait');
});

test('a card’s review ends a day after the gateway’s own time', () => {
  const challenged = (at: number) =>
    inWords(
      decide(
        { status: 'PENDING', expiresAt, challengedAt: before },
        'CHALLENGE',
        new Date(before.getTime() + at),
      ),
    );
  expect(challenged(48 * 3_600_000)).toBe('challenge');
  expect(challenged(48 * 3_600_000 + 1)).toBe('EXPIRED');
});

test('a silent gateway is waited for a day past the end, and for as long as a review takes', () => {
  const dayLater = new Date(expiresAt.getTime() + 86_400_001);
  expect(isGivenUp({ status: 'PENDING', expiresAt }, new Date(dayLater.getTime() - 1))).toBe(false);
  expect(isGivenUp({ status: 'PENDING', expiresAt }, dayLater)).toBe(true);
  expect(isGivenUp({ status: 'PENDING', expiresAt, challengedAt: expiresAt }, dayLater)).toBe(false);
});

describe('when it is asked next', () => {
  const hours = (count: number) => count * 3_600_000;

  test('an open payment: at least every five minutes', () => {
    for (let checks = 0; checks < 20; checks++) {
      const next = nextCheck({ status: 'PENDING', expiresAt }, checks, before);
      expect(next?.getTime()).toBeLessThanOrEqual(before.getTime() + 300_000);
      expect(next?.getTime()).toBeGreaterThan(before.getTime());
    }
  });

  test('one that ended unpaid: for two more days, because banks settle late', () => {
    expect(nextCheck({ status: 'EXPIRED', expiresAt }, 3, after)).toEqual(new Date('2026-03-01T18:06:00Z'));
    expect(nextCheck({ status: 'EXPIRED', expiresAt }, 9, new Date('2026-03-03T11:00:00Z'))).toBeNull();
  });

  test('a paid one: four times in a week, should the word of a reversal be lost', () => {
    const paidAt = before;
    const times: number[] = [];
    let now: Date | null = new Date(paidAt.getTime() + 1);
    for (;;) {
      now = nextCheck({ status: 'PAID', expiresAt, paidAt }, 1, now);
      if (!now) break;
      times.push(now.getTime() - paidAt.getTime());
    }
    expect(times).toEqual([600_000, hours(1), hours(24), hours(7 * 24)]);
  });

  test('an open one past its end: ever slower', () => {
    const pauses = [1, 4, 24, 48].map((past) => {
      const now = new Date(expiresAt.getTime() + hours(past));
      return (nextCheck({ status: 'PENDING', expiresAt }, 9, now)?.getTime() ?? 0) - now.getTime();
    });
    expect(pauses).toEqual([hours(0.25), hours(1), hours(6), hours(6)]);
  });

  test('one that went back, as a paid one: what was sent by a bank transfer may be taken once more', () => {
    const [tenMinutes, paidAt] = [new Date(before.getTime() + 600_000), before];
    expect(nextCheck({ status: 'REVERSED', expiresAt, paidAt }, 1, before)).toEqual(tenMinutes);
  });

  test('a question without an answer skips nothing: what was due is asked again', () => {
    const paidAt = new Date(before.getTime() - hours(24));
    const paid = { status: 'PAID', expiresAt, createdAt: paidAt, paidAt, nextCheckAt: before } as const;
    expect(nextTry(paid, before)).toEqual(new Date(before.getTime() + hours(0.5)));
    expect(nextTry({ ...paid, nextCheckAt: null }, before)).toBeNull();
    expect(nextTry(paid, new Date(paidAt.getTime() + hours(9 * 24)))).toBeNull();
    const open = { ...paid, status: 'PENDING' } as const;
    expect(nextTry({ ...open, createdAt: before }, before)).toEqual(new Date(before.getTime() + 15_000));
    expect(nextTry(open, before)).toEqual(new Date(before.getTime() + 300_000));
  });
});
