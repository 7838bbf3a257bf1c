import type { GatewayState } from '@minispod/domain/ports/payment-gateway';

const STATES: ReadonlyMap<string, GatewayState> = new Map([
  ['UNPAID', 'PENDING'],
  ['PAID', 'PAID'],
  ['EXPIRED', 'EXPIRED'],
  ['FAILED', 'FAILED'],
  ['REFUND', 'REFUNDED'],
]);

/** Tripay's word for a payment in ours; one that nobody documented is UNKNOWN: it moves nothing. */
export function gatewayState(status: string): GatewayState {
  return STATES.get(status) ?? 'UNKNOWN';
}
