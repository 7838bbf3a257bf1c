import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { announce } from '../live/announce.js';
import { enqueue } from '../outbox/enqueue.js';
import type { NotificationData } from './data.js';

/** Which event is told, to whom, with what; `data` fits the kind. */
export type NewNotification = {
  [K in keyof NotificationData]: {
    userId: string;
    kind: K;
    /** One notification per event, whatever retries: e.g. `INSTANCE_RUNNING:{instanceId}`. */
    dedupeKey: string;
    data: NotificationData[K];
    /** Path in the console where one can act on it. */
    link: string | null;
  };
}[keyof NotificationData];

/** Tells a user something, in the console at once and by mail soon. A second call for the same event does nothing. */
export async function notify(tx: Tx, { userId, kind, dedupeKey, data, link }: NewNotification, now: Date): Promise<void> {
  const id = newId();
  const inserted: unknown[] = await tx.query(
    `INSERT INTO notifications (id, user_id, kind, dedupe_key, data, link, mail_next_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (dedupe_key) DO NOTHING RETURNING id`,
    [id, userId, kind, dedupeKey, data, link, now],
  );
  if (inserted.length === 0) return;
  await enqueue(tx, 'send-notification', { notificationId: id }, now);
  await announce(tx, { topic: 'notification', userId, id });
}
