import { markNotificationRead } from '@minispod/domain/notification/mark-read';
import { Done, NoInput, userProcedure } from '../../trpc/procedures.js';

export const markAllReadProcedure = userProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/user/notifications/read',
      tags: ['Notifications'],
      summary: 'Mark every notification as read',
    },
  })
  .input(NoInput)
  .output(Done)
  .mutation(async ({ ctx }) => {
    await markNotificationRead(ctx.dataSource, ctx.user.userId, null, ctx.clock.now());
    return {};
  });
