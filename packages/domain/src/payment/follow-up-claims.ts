import type { Tx } from '@minispod/database/transaction';
import type { GatewayState } from '../ports/payment-gateway.js';
import { statesBeyond } from './rules/claims.js';

/**
 * The gateway answered `state`: notifications that claimed no more are done with. One that claimed more than the answer is
 * asked about again after 3 s and then ever slower, for ten minutes after it last came.
 */
export async function followUpClaims(
  tx: Tx,
  paymentId: string,
  state: GatewayState,
  now: Date,
): Promise<void> {
  await tx.query(
    `UPDATE gateway_events e SET handled_at = CASE WHEN NOT open.is_ahead THEN $2::timestamptz END,
            next_ask_at = CASE WHEN open.is_ahead THEN $2::timestamptz + greatest(interval '3 seconds', $2 - e.last_received_at) END
       FROM (SELECT id, claims = ANY($3) AND last_received_at > $2::timestamptz - interval '10 minutes' AS is_ahead
               FROM gateway_events WHERE payment_id = $1 AND handled_at IS NULL) open
      WHERE e.id = open.id`,
    [paymentId, now, statesBeyond(state)],
  );
}

/** The gateway could not be asked: what was claimed is asked about ever slower, at least every 6 hours. */
export async function postponeClaims(tx: Tx, paymentId: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE gateway_events SET next_ask_at = $2::timestamptz
            + least(interval '6 hours', greatest(interval '1 minute', ($2::timestamptz - last_received_at) / 2))
      WHERE payment_id = $1 AND handled_at IS NULL`,
    [paymentId, now],
  );
}
