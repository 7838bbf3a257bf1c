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
 * again, also among these, is counted, not handled again: should its job have been lost, the sweep asks anyway.
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
           AS r(id uuid, gateway text, "paymentId" uuid, "eventKey" text, "rawStatus" text, payload jsonb)
         JOIN payments p ON p.id = r."paymentId" AND p.gateway = r.gateway
     ), distinct_events AS (
       SELECT DISTINCT ON (gateway, "eventKey") *, count(*) OVER (PARTITION BY gateway, "eventKey") AS times FROM told
        ORDER BY gateway, "eventKey", id
     ), event AS (
       INSERT INTO gateway_events AS e (id, gateway, event_key, payment_id, raw_status, payload, deliveries, received_at)
       SELECT id, gateway, "eventKey", payment_id, "rawStatus", payload, times, $2 FROM distinct_events
       ON CONFLICT (gateway, event_key) DO UPDATE SET deliveries = e.deliveries + excluded.deliveries
       RETURNING id, payment_id
     ), job AS (
       INSERT INTO outbox (job, payload, created_at)
       SELECT 'converge-payment', jsonb_build_object('paymentId', payment_id), $2 FROM event WHERE id IN (SELECT id FROM distinct_events)
     )
     SELECT id FROM told`,
    [JSON.stringify(rows), now],
  );
  const ids = new Set(known.map(({ id }) => id));
  return rows.map(({ id }) => (ids.has(id) ? 'accepted' : 'unknown-payment'));
}
