import type {
  NotificationKind,
  NotificationListInput,
  NotificationListView,
} from '@minispod/contracts/notification';
import { Notification } from '@minispod/database/entities/notification.entity';
import { User } from '@minispod/database/entities/user.entity';
import type { Reader } from '@minispod/database/transaction';
import { IsNull } from 'typeorm';
import type { z } from 'zod';
import { required } from '../rows.js';
import type { NotificationData } from './kinds.js';
import { render } from './render.js';

/** The user's notifications in the user's language, newest first, and how many of all are unread. */
export async function listNotifications(
  reader: Reader,
  userId: string,
  { page, limit }: z.infer<typeof NotificationListInput>,
): Promise<z.infer<typeof NotificationListView>> {
  const user = required(await reader.findOne(User, { where: { id: userId }, select: { locale: true } }));
  const total = await reader.count(Notification, { where: { userId } });
  const unread = await reader.count(Notification, { where: { userId, readAt: IsNull() } });
  const rows = await reader.find(Notification, {
    where: { userId },
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  const items = rows.map(({ id, kind, data, link, readAt, createdAt }) => {
    const { title, body } = render(user.locale, kind, data as NotificationData[NotificationKind]);
    return {
      id,
      kind,
      title,
      body,
      link,
      readAt: readAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    };
  });
  return { items, page, limit, total, unread };
}
