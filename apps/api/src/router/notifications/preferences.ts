import { PreferencesView } from '@minispod/contracts/notification';
import { listPreferences } from '@minispod/domain/notification/preferences';
import { NoInput, userProcedure } from '../../trpc/procedures.js';

export const preferencesProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/notifications/preferences',
      tags: ['Notifications'],
      summary: 'Which kinds are mailed',
    },
  })
  .input(NoInput)
  .output(PreferencesView)
  .query(({ ctx }) => listPreferences(ctx.dataSource.manager, ctx.user.userId));
