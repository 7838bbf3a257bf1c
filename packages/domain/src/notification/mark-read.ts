import { Notification } from '@minispod/database/entities/notification.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, IsNull } from 'typeorm';
import { notFound } from '../errors.js';
import { announce } from '../live/announce.js';

/** Marks one of the user's notifications as read, or all of them for null. Reading twice keeps the first time. */
export async function markNotificationRead(
  dataSource: DataSource,
  userId: string,
  id: string | null,
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    if (id && !(await tx.existsBy(Notification, { id, userId }))) throw notFound('Notification');
    const { affected } = await tx.update(
      Notification,
      { userId, readAt: IsNull(), ...(id && { id }) },
      { readAt: now },
    );
    // Other open windows of the same user show the count as well.
    if (affected) await announce(tx, { topic: 'notification', userId, id: id ?? userId });
  });
}
