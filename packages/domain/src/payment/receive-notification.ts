import { cleanJson } from '@minispod/contracts/clean-text';
import type { Reader } from '@minispod/database/transaction';
import { newId } from '../id.js';
import type { NotificationHint, PaymentGateway } from '../ports/payment-gateway.js';

/** One whose signature was found right, as it came. */
export interface SignedNotification {
  gateway: PaymentGateway['name'];
  hint: NotificationHint;
  payload: unknown;
}
export type Reception = 'accepted' | 'unknown-payment';

/**
 * Puts signed notifications into the inbox and promises to ask the gateways about their payments, in one statement, which
 * needs no transaction around it: it commits as a whole or not at all. Answers in the same order. The same event delivered
 * again is counted, and its payment asked about again: the first time the gateway may not have caught up with what it had
 * told. Should a job be lost, the sweep asks a minute later.
 */
export async function receiveNotifications(
  database: Pick<Reader, 'query'>,
  notifications: readonly SignedNotification[],
  now: Date,
): Promise<Reception[]> {
  const rows = notifications.map(({ gateway, hint, payload }) => ({
    id: newId(),
    gateway,
    ...hint,
    payload,
  }));
  // Sorted, so that two processes that were told the same do not wait for one another.
  const known: { id: string }[] = await database.query(
    `WITH told AS (
       SELECT r.*, p.id AS payment_id FROM jsonb_to_recordset($1)
           AS r(id uuid, gateway text, "paymentId" uuid, "eventKey" text, "rawStatus" text, state text, payload jsonb)
         JOIN payments p ON p.id = r."paymentId" AND p.gateway = r.gateway
     ), distinct_events AS (
       SELECT DISTINCT ON (gateway, "eventKey") *, count(*) OVER (PARTITION BY gateway, "eventKey") AS times FROM told
        ORDER BY gateway, "eventKey", id
     ), event AS (
       INSERT INTO gateway_events AS e (id, gateway, event_key, payment_id, raw_status, claims, payload, deliveries,
                                        received_at, last_received_at, next_ask_at)
       SELECT id, gateway, "eventKey", payment_id, "rawStatus", state, payload, times, $2, $2, $2::timestamptz + interval '1 minute'
         FROM distinct_events
       ON CONFLICT (gateway, event_key) DO UPDATE SET deliveries = e.deliveries + excluded.deliveries,
         last_received_at = excluded.last_received_at, handled_at = NULL, next_ask_at = excluded.next_ask_at
       RETURNING payment_id
     ), job AS (
       INSERT INTO outbox (job, payload, created_at)
       SELECT DISTINCT 'converge-payment', jsonb_build_object('paymentId', payment_id), $2::timestamptz FROM event
     )
     SELECT id FROM told`,
    // JSON of the database's knows neither NUL nor half a character.
    [cleanJson(JSON.stringify(rows)), now],
  );
  const ids = new Set(known.map(({ id }) => id));
  return rows.map(({ id }) => (ids.has(id) ? 'accepted' : 'unknown-payment'));
}
