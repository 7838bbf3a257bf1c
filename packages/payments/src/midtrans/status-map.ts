import type { GatewayState } from '@minispod/domain/ports/payment-gateway';

type ByFraud = Readonly<Record<'accept' | 'challenge' | 'deny' | 'missing', GatewayState>>;

/**
 * Card money is ours only with `accept`; samples of bank transfers omit the word, cards never do, so a capture without
 * it waits for its settlement. https://docs.midtrans.com/docs/transaction-status-cycle
 */
const CAPTURE: ByFraud = { accept: 'PAID', challenge: 'CHALLENGE', deny: 'DENIED', missing: 'CHALLENGE' };
const SETTLEMENT: ByFraud = { accept: 'PAID', challenge: 'CHALLENGE', deny: 'DENIED', missing: 'PAID' };

const STATES: Readonly<Record<string, GatewayState | ByFraud>> = {
  pending: 'PENDING',
  // Reserved on the card, not taken: nothing was paid yet.
  authorize: 'PENDING',
  capture: CAPTURE,
  settlement: SETTLEMENT,
  deny: 'DENIED',
  cancel: 'CANCELLED',
  expire: 'EXPIRED',
  failure: 'FAILED',
  refund: 'REFUNDED',
  partial_refund: 'PARTIALLY_REFUNDED',
  chargeback: 'CHARGEBACK',
  partial_chargeback: 'PARTIAL_CHARGEBACK',
};

/**
 * Midtrans' word for a payment in ours. DANA writes its words in capitals, so case does not count. A word that nobody
 * documented is UNKNOWN: it moves nothing.
 */
export function gatewayState(transactionStatus: string, fraudStatus: string | null): GatewayState {
  const word = transactionStatus.toLowerCase();
  const state = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  if (state === undefined || typeof state === 'string') return state ?? 'UNKNOWN';
  const fraud = fraudStatus?.toLowerCase() ?? 'missing';
  return Object.hasOwn(state, fraud) ? state[fraud as keyof ByFraud] : 'UNKNOWN';
}
