import type { NotificationKind } from '@minispod/contracts/notification';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { announce } from '../live/announce.js';
import { enqueue } from '../outbox/enqueue.js';
import type { NotificationData } from './kinds.js';

export interface NewNotification<K extends NotificationKind> {
  userId: string;
  kind: K;
  /** Names the event, e.g. `INSTANCE_RUNNING:{instanceId}`: whatever retries, it is told once. */
  dedupeKey: string;
  data: NotificationData[K];
  /** Path in the console where one can act on it. */
  link: string | null;
}

/** Tells a user of an event, in the console at once and by mail soon, if and when this transaction commits. */
export async function notify<K extends NotificationKind>(
  tx: Tx,
  { userId, kind, dedupeKey, data, link }: NewNotification<K>,
  now: Date,
): Promise<void> {
  const id = newId();
  const inserted: unknown[] = await tx.query(
    `INSERT INTO notifications (id, user_id, kind, dedupe_key, data, link, mail_next_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (dedupe_key) DO NOTHING RETURNING id`,
    [id, userId, kind, dedupeKey, JSON.stringify(data), link, now],
  );
  if (inserted.length === 0) return;
  await enqueue(tx, 'send-notification', { notificationId: id }, now);
  await announce(tx, { topic: 'notification', userId, id });
}
