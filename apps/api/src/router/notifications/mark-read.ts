import { NotificationInput } from '@minispod/contracts/notification';
import { markNotificationRead } from '@minispod/domain/notification/mark-read';
import { Done, userProcedure } from '../../trpc/procedures.js';

export const markReadProcedure = userProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/user/notifications/{id}/read',
      tags: ['Notifications'],
      summary: 'Mark a notification as read',
    },
  })
  .input(NotificationInput)
  .output(Done)
  .mutation(async ({ ctx, input }) => {
    await markNotificationRead(ctx.dataSource, ctx.user.userId, input.id, ctx.clock.now());
    return {};
  });
