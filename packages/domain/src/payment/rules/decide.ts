import type { PaymentStatus } from '@minispod/contracts/wallet';
import type { GatewayState } from '../../ports/payment-gateway.js';

export type Failure = 'DENIED' | 'CANCELLED' | 'EXPIRED' | 'GATEWAY_FAILED' | 'REVERSED' | 'REJECTED';

export type Decision =
  | { do: 'credit' }
  | { do: 'fail'; status: 'FAILED' | 'CANCELLED' | 'EXPIRED'; failure: Failure }
  /** What was credited went back, whole or in part; the gateway's list says how much. */
  | { do: 'reverse' }
  /** Credited late, when a part had gone back already. */
  | { do: 'credit-and-reverse' }
  /** Paid by card and held for review: not money yet. */
  | { do: 'challenge' }
  /** Nothing to do but to look again. */
  | { do: 'wait' };

/** How long after its end a payment that the gateway never heard of, or still calls pending, is given up. */
const PATIENCE_MS = 5 * 60_000;

interface Known {
  status: PaymentStatus;
  expiresAt: Date;
}

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
 * else; and none stays open past its end.
 */
export function decide({ status, expiresAt }: Known, gateway: GatewayState, now: Date): Decision {
  if (isCredited(status)) return decideCredited(gateway);
  if (gateway === 'PAID') return { do: 'credit' };
  if (gateway === 'PARTIALLY_REFUNDED' || gateway === 'PARTIAL_CHARGEBACK')
    return { do: 'credit-and-reverse' };
  // A transfer under review is decided by people.
  if (!isOpen(status) || status === 'IN_REVIEW') return { do: 'wait' };
  switch (gateway) {
    case 'DENIED':
      return { do: 'fail', status: 'FAILED', failure: 'DENIED' };
    case 'CANCELLED':
      return { do: 'fail', status: 'CANCELLED', failure: 'CANCELLED' };
    case 'EXPIRED':
      return { do: 'fail', status: 'EXPIRED', failure: 'EXPIRED' };
    case 'FAILED':
      return { do: 'fail', status: 'FAILED', failure: 'GATEWAY_FAILED' };
    case 'REFUNDED':
    case 'CHARGEBACK':
      // It came and went back before we had heard of it: nothing was ever ours.
      return { do: 'fail', status: 'CANCELLED', failure: 'REVERSED' };
    case 'CHALLENGE':
      // May take until the next day: the gateway ends it, not our clock.
      return { do: 'challenge' };
    default:
      return now.getTime() > expiresAt.getTime() + PATIENCE_MS
        ? { do: 'fail', status: 'EXPIRED', failure: 'EXPIRED' }
        : { do: 'wait' };
  }
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
 * least every 5 minutes. Paid: four times more, should the notification of a reversal be lost, given back or not: an issuer
 * may take what we have sent back by a bank transfer. Ended unpaid: every 6 hours for two days after its end, because
 * banks do settle late. Null: never again.
 */
export function nextCheck(
  { status, expiresAt, paidAt }: Known & { paidAt?: Date | null },
  checks: number,
  now: Date,
): Date | null {
  if (status === 'IN_REVIEW') return null;
  if (isCredited(status)) {
    const paid = (paidAt ?? now).getTime();
    const next = AFTER_PAID.find((offset) => paid + offset > now.getTime());
    return next === undefined ? null : new Date(paid + next);
  }
  if (isOpen(status)) {
    return new Date(now.getTime() + (PAUSES[Math.min(checks, PAUSES.length - 1)] ?? HOUR));
  }
  const next = now.getTime() + 6 * HOUR;
  return next < expiresAt.getTime() + 48 * HOUR ? new Date(next) : null;
}
