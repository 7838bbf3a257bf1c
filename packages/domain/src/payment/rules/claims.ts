import type { GatewayState } from '../../ports/payment-gateway.js';

/** How far a payment has come in each state. */
const RANK: Readonly<Record<GatewayState, number>> = {
  UNKNOWN: 0,
  NOT_FOUND: 0,
  PENDING: 1,
  CHALLENGE: 2,
  DENIED: 3,
  CANCELLED: 3,
  EXPIRED: 3,
  FAILED: 3,
  PAID: 4,
  PARTIALLY_REFUNDED: 5,
  PARTIAL_CHARGEBACK: 5,
  REFUNDED: 6,
  CHARGEBACK: 6,
};

/** The states that claim more than this one: a gateway that notifies of them and answers this has not caught up yet. */
export function statesBeyond(state: GatewayState): GatewayState[] {
  const states = Object.keys(RANK) as GatewayState[];
  return states.filter((other) => RANK[other] > RANK[state]);
}
