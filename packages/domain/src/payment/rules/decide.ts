import type { PaymentStatus } from '@minispod/contracts/wallet';
import type { GatewayState } from '../../ports/payment-gateway.js';

export type Failure = 'DENIED' | 'CANCELLED' | 'EXPIRED' | 'GATEWAY_FAILED';

export type Decision =
  | { do: 'credit' }
  | { do: 'fail'; status: 'FAILED' | 'CANCELLED' | 'EXPIRED'; failure: Failure }
  /** Open at the gateway: nothing to do but to look again. */
  | { do: 'wait' };

/** How long after its end a payment that the gateway never heard of, or still calls pending, is given up. */
const PATIENCE_MS = 5 * 60_000;

interface Known {
  status: PaymentStatus;
  expiresAt: Date;
}

/**
 * What to do about a payment, from what we know and what the gateway says. Money that arrived is credited whatever we
 * thought; a payment that ended is changed by nothing else; and none stays open past its end.
 */
export function decide({ status, expiresAt }: Known, gateway: GatewayState, now: Date): Decision {
  if (status === 'PAID') return { do: 'wait' };
  if (gateway === 'PAID') return { do: 'credit' };
  if (status !== 'PENDING' && status !== 'UNCERTAIN') return { do: 'wait' };
  switch (gateway) {
    case 'DENIED':
      return { do: 'fail', status: 'FAILED', failure: 'DENIED' };
    case 'CANCELLED':
      return { do: 'fail', status: 'CANCELLED', failure: 'CANCELLED' };
    case 'EXPIRED':
      return { do: 'fail', status: 'EXPIRED', failure: 'EXPIRED' };
    case 'FAILED':
      return { do: 'fail', status: 'FAILED', failure: 'GATEWAY_FAILED' };
    case 'CHALLENGE':
      // Paid by card and under review, which may take until the next day: the gateway ends it, not our clock.
      return { do: 'wait' };
    default:
      return now.getTime() > expiresAt.getTime() + PATIENCE_MS
        ? { do: 'fail', status: 'EXPIRED', failure: 'EXPIRED' }
        : { do: 'wait' };
  }
}

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const PAUSES = [15, 30, 60, 120, 300].map((seconds) => seconds * SECOND);

/**
 * When the sweep asks next about a payment it has asked about `checks` times. Open: after 15 s, then ever slower, at
 * least every 5 minutes. Ended unpaid: every 6 hours for two days after its end, because banks do settle late. Null: never again.
 */
export function nextCheck({ status, expiresAt }: Known, checks: number, now: Date): Date | null {
  if (status === 'PAID') return null;
  if (status === 'PENDING' || status === 'UNCERTAIN') {
    return new Date(now.getTime() + (PAUSES[Math.min(checks, PAUSES.length - 1)] ?? HOUR));
  }
  const next = now.getTime() + 6 * HOUR;
  return next < expiresAt.getTime() + 48 * HOUR ? new Date(next) : null;
}
