import type { Reader } from '@minispod/database/transaction';
import { newId } from '../id.js';
import type { NotificationHint, PaymentGateway } from '../ports/payment-gateway.js';

/**
 * Puts a signed notification into the inbox and promises to ask the gateway about its payment, in one statement, which
 * needs no transaction around it: it commits as a whole or not at all, and the gateway waits for it. The
 * same event delivered again is counted, not handled again: should its job have been lost, the sweep asks anyway.
 */
export async function receiveNotification(
  database: Pick<Reader, 'query'>,
  gateway: PaymentGateway['name'],
  hint: NotificationHint,
  payload: unknown,
  now: Date,
): Promise<'accepted' | 'unknown-payment'> {
  const [{ known }] = await database.query(
    `WITH payment AS (
       SELECT id FROM payments WHERE id = $2 AND gateway = $3
     ), event AS (
       INSERT INTO gateway_events AS e (id, gateway, event_key, payment_id, raw_status, payload, received_at)
       SELECT $1, $3, $4, id, $5, $6, $7 FROM payment
       ON CONFLICT (gateway, event_key) DO UPDATE SET deliveries = e.deliveries + 1
       RETURNING deliveries
     ), job AS (
       INSERT INTO outbox (job, payload, created_at)
       SELECT 'converge-payment', jsonb_build_object('paymentId', payment.id), $7 FROM payment, event WHERE event.deliveries = 1
     )
     SELECT EXISTS (SELECT FROM payment) AS known`,
    [newId(), hint.paymentId, gateway, hint.eventKey, hint.rawStatus, JSON.stringify(payload), now],
  );
  return known ? 'accepted' : 'unknown-payment';
}
