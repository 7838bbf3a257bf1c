import type { PaymentStatus } from '@minispod/contracts/wallet';
import type { GatewayState } from '../../ports/payment-gateway.js';

export type Failure =
  | 'DENIED'
  | 'CANCELLED'
  | 'EXPIRED'
  | 'GATEWAY_FAILED'
  | 'REVERSED'
  | 'REJECTED'
  | 'NOT_ACCEPTED';

export type Decision =
  | { do: 'credit' }
  | { do: 'fail'; status: 'FAILED' | 'CANCELLED' | 'EXPIRED'; failure: Failure }
  /** What was credited went back, whole or in part; the gateway's list says how much. */
  | { do: 'reverse' }
  /** Credited late, when a part had gone back already. */
  | { do: 'credit-and-reverse' }
  /** Paid by card and held for review: not money yet. */
  | { do: 'challenge' }
  /** Money came that is not what was asked for: an administrator decides. */
  | { do: 'hold' }
  /** Nothing to do but to look again. */
  | { do: 'wait' };

/** How long after its end a payment that the gateway never heard of, or still calls pending, is given up. */
const PATIENCE_MS = 5 * 60_000;
/** A gateway decides about a card by the next day; then it has one more. */
const REVIEW_MS = 2 * 86_400_000;
/** How long past its end a payment stays open whose gateway cannot be asked. */
const SILENCE_MS = 86_400_000;

interface Known {
  status: PaymentStatus;
  expiresAt: Date;
  challengedAt?: Date | null;
}

const EXPIRE = { do: 'fail', status: 'EXPIRED', failure: 'EXPIRED' } as const;

/** Credited, and perhaps taken back since. */
export function isCredited(status: PaymentStatus): boolean {
  return status === 'PAID' || status === 'PARTIALLY_REVERSED' || status === 'REVERSED';
}

export function isOpen(status: PaymentStatus): boolean {
  return status === 'PENDING' || status === 'UNCERTAIN' || status === 'IN_REVIEW';
}

/**
 * What to do about a payment, from what we know and what the gateway says. Money that arrived is credited whatever we
 * thought; what was credited only goes back when the gateway says that it did; a payment that ended is changed by nothing
 * else; and none stays open past its end but for money that waits for an administrator.
 */
export function decide(known: Known, gateway: GatewayState, now: Date): Decision {
  const { status, expiresAt, challengedAt } = known;
  if (isCredited(status)) return decideCredited(gateway);
  if (gateway === 'PAID') return { do: 'credit' };
  if (gateway === 'PARTIALLY_REFUNDED' || gateway === 'PARTIAL_CHARGEBACK')
    return { do: 'credit-and-reverse' };
  if (!isOpen(status)) return { do: 'wait' };
  switch (gateway) {
    case 'DENIED':
      return { do: 'fail', status: 'FAILED', failure: 'DENIED' };
    case 'CANCELLED':
      return { do: 'fail', status: 'CANCELLED', failure: 'CANCELLED' };
    case 'EXPIRED':
      return EXPIRE;
    case 'FAILED':
      return { do: 'fail', status: 'FAILED', failure: 'GATEWAY_FAILED' };
    case 'REFUNDED':
    case 'CHARGEBACK':
      // It came and went back before we had heard of it: nothing was ever ours.
      return { do: 'fail', status: 'CANCELLED', failure: 'REVERSED' };
    case 'CHALLENGE':
      if (status === 'IN_REVIEW') return { do: 'wait' };
      return challengedAt && now.getTime() > challengedAt.getTime() + REVIEW_MS
        ? EXPIRE
        : { do: 'challenge' };
    default:
      if (status === 'IN_REVIEW') return { do: 'wait' };
      return now.getTime() > expiresAt.getTime() + PATIENCE_MS ? EXPIRE : { do: 'wait' };
  }
}

/** Whether a payment whose gateway cannot be asked has waited for long enough. */
export function isGivenUp({ expiresAt, challengedAt }: Known, now: Date): boolean {
  const end = Math.max(expiresAt.getTime() + SILENCE_MS, (challengedAt?.getTime() ?? 0) + REVIEW_MS);
  return now.getTime() > end;
}

/**
 * `deny` after settlement is a reversal within minutes (Permata, Mandiri bill); `cancel` after capture voids a card. Both
 * take everything back. https://docs.midtrans.com/docs/transaction-status-cycle
 * So does a chargeback of what we have given back already: by a bank transfer the gateway knows nothing of it. Booking
 * tells by its keys what is new.
 */
function decideCredited(gateway: GatewayState): Decision {
  switch (gateway) {
    case 'REFUNDED':
    case 'PARTIALLY_REFUNDED':
    case 'CHARGEBACK':
    case 'PARTIAL_CHARGEBACK':
    case 'DENIED':
    case 'CANCELLED':
      return { do: 'reverse' };
    default:
      return { do: 'wait' };
  }
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PAUSES = [15, 30, 60, 120, 300].map((seconds) => seconds * SECOND);
/** After being paid: reversals come within minutes, cards settle the next day. Later ones are told, or reconciled. */
const AFTER_PAID = [10 * MINUTE, HOUR, DAY, 7 * DAY];

/**
 * When the sweep asks next about a payment it has asked about `checks` times. Open: after 15 s, then ever slower, at
 * least every 5 minutes until its end and slower with every hour after it. Paid: four times more, should the notification of a
 * reversal be lost, given back or not: an issuer may take what we have sent back by a bank transfer. Ended unpaid, or waiting
 * for an administrator: every 6 hours for two days after its end, because banks do settle late. Null: never again.
 */
export function nextCheck(
  { status, expiresAt, paidAt }: Known & { paidAt?: Date | null },
  checks: number,
  now: Date,
): Date | null {
  if (isCredited(status)) {
    const paid = (paidAt ?? now).getTime();
    const next = AFTER_PAID.find((offset) => paid + offset > now.getTime());
    return next === undefined ? null : new Date(paid + next);
  }
  if (isOpen(status) && status !== 'IN_REVIEW') {
    const pause = PAUSES[Math.min(checks, PAUSES.length - 1)] ?? HOUR;
    const overdue = (now.getTime() - expiresAt.getTime()) / 4;
    return new Date(now.getTime() + Math.max(pause, Math.min(overdue, 6 * HOUR)));
  }
  const next = now.getTime() + 6 * HOUR;
  return next < expiresAt.getTime() + 48 * HOUR ? new Date(next) : null;
}

/** As `nextCheck`, after a question that was not answered: what should have been looked at is not skipped. */
export function nextTry(
  known: Known & { createdAt: Date; paidAt?: Date | null; nextCheckAt: Date | null },
  now: Date,
): Date | null {
  const { status, expiresAt, createdAt, paidAt, nextCheckAt } = known;
  if (isOpen(status) && status !== 'IN_REVIEW') {
    const checks = PAUSES.findLastIndex((pause) => (now.getTime() - createdAt.getTime()) / 4 >= pause);
    return nextCheck(known, Math.max(checks, 0), now);
  }
  const end = (paidAt ?? expiresAt).getTime() + 8 * DAY;
  return nextCheckAt === null || now.getTime() > end ? null : new Date(now.getTime() + HOUR / 2);
}
