import { PAYMENT_STATUSES } from '@minispod/contracts/wallet';
import { describe, expect, test } from 'vitest';
import { mayFollow } from '../../history/rules/transitions.js';
import type { GatewayState } from '../../ports/payment-gateway.js';
import { decide, nextCheck } from './decide.js';

const expiresAt = new Date('2026-03-01T12:00:00Z');
const before = new Date('2026-03-01T11:00:00Z');
const after = new Date('2026-03-01T12:06:00Z');
const STATES: GatewayState[] = [
  'NOT_FOUND',
  'PENDING',
  'CHALLENGE',
  'PAID',
  'DENIED',
  'CANCELLED',
  'EXPIRED',
  'FAILED',
  'REFUNDED',
  'PARTIALLY_REFUNDED',
  'CHARGEBACK',
  'PARTIAL_CHARGEBACK',
  'UNKNOWN',
];

describe('whatever the gateway says', () => {
  test.each(PAYMENT_STATUSES)('a %s payment only makes moves that its table allows', (status) => {
    for (const state of STATES) {
      for (const now of [before, after]) {
        const decision = decide({ status, expiresAt }, state, now);
        if (decision.do === 'credit') expect(mayFollow('payment', status, 'PAID')).toBe(true);
        if (decision.do === 'fail') expect(mayFollow('payment', status, decision.status)).toBe(true);
      }
    }
  });

  test('a paid payment never moves, and a late pending never undoes it', () => {
    for (const state of STATES)
      expect(decide({ status: 'PAID', expiresAt }, state, after)).toEqual({ do: 'wait' });
  });

  test.each(['PENDING', 'UNCERTAIN', 'FAILED', 'EXPIRED', 'CANCELLED'] as const)(
    'money that arrived on a %s payment is credited',
    (status) => {
      expect(decide({ status, expiresAt }, 'PAID', after)).toEqual({ do: 'credit' });
    },
  );

  test('nothing stays open past its end but a card under review', () => {
    for (const state of STATES) {
      const open = decide({ status: 'PENDING', expiresAt }, state, after).do === 'wait';
      expect(open, state).toBe(state === 'CHALLENGE');
    }
  });
});

test('an open payment is asked about at least every five minutes, an ended one for two more days, a paid one never', () => {
  for (let checks = 0; checks < 20; checks++) {
    const next = nextCheck({ status: 'PENDING', expiresAt }, checks, before);
    expect(next!.getTime() - before.getTime()).toBeLessThanOrEqual(300_000);
  }
  expect(nextCheck({ status: 'EXPIRED', expiresAt }, 3, after)).toEqual(new Date('2026-03-01T18:06:00Z'));
  expect(nextCheck({ status: 'EXPIRED', expiresAt }, 9, new Date('2026-03-03T11:00:00Z'))).toBeNull();
  expect(nextCheck({ status: 'PAID', expiresAt }, 0, before)).toBeNull();
});
