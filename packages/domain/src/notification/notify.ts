import { cleanJson } from '@minispod/contracts/clean-text';
import type { NotificationKind } from '@minispod/contracts/notification';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import type { NotificationData } from './kinds.js';

export type NewNotification = {
  [K in NotificationKind]: {
    userId: string;
    kind: K;
    /** Names the event, e.g. `INSTANCE_RUNNING:{instanceId}`: whatever retries, it is told once. */
    dedupeKey: string;
    data: NotificationData[K];
    /** Path in the console where one can act on it. */
    link: string | null;
  };
}[NotificationKind];

/**
 * Tells users of events, in the console at once and by mail soon, if and when this transaction commits; in one
 * statement however many they are. Nobody is mailed what they asked not to be mailed.
 */
export async function notifyAll(tx: Tx, notifications: NewNotification[], now: Date): Promise<void> {
  if (notifications.length === 0) return;
  const rows = notifications.map((notification) => ({ id: newId(), ...notification }));
  await tx.query(
    `WITH told AS (
       INSERT INTO notifications (id, user_id, kind, dedupe_key, data, link, mail_status, mail_next_at, created_at)
       SELECT r.id, r."userId", r.kind, r."dedupeKey", r.data, r.link,
              CASE WHEN coalesce(p.mail, true) THEN 'PENDING' ELSE 'UNWANTED' END, $2, $2
         FROM jsonb_to_recordset($1) AS r(id uuid, "userId" uuid, kind text, "dedupeKey" text, data jsonb, link text)
         LEFT JOIN notification_preferences p ON p.user_id = r."userId" AND p.kind = r.kind
       ON CONFLICT (dedupe_key) DO NOTHING
       RETURNING id, user_id, mail_status
     ), mailed AS (
       INSERT INTO outbox (job, payload, created_at)
       SELECT 'send-notification', jsonb_build_object('notificationId', id), $2 FROM told WHERE mail_status = 'PENDING'
     )
     SELECT pg_notify('live', json_build_object('topic', 'notification', 'userId', user_id, 'id', id)::text) FROM told`,
    [cleanJson(JSON.stringify(rows)), now],
  );
}

/** Tells one user of one event. */
export async function notify(tx: Tx, notification: NewNotification, now: Date): Promise<void> {
  await notifyAll(tx, [notification], now);
}
