import { NotificationListInput, NotificationListView } from '@minispod/contracts/notification';
import { listNotifications } from '@minispod/domain/notification/list';
import { userProcedure } from '../../trpc/procedures.js';

export const listProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/notifications',
      tags: ['Notifications'],
      summary: 'Notifications, newest first',
    },
  })
  .input(NotificationListInput)
  .output(NotificationListView)
  .query(({ ctx, input }) => listNotifications(ctx.dataSource.manager, ctx.user.userId, input));
