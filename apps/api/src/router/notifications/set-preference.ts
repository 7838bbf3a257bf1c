import { PreferencesView, SetPreferenceInput } from '@minispod/contracts/notification';
import { setPreference } from '@minispod/domain/notification/preferences';
import { userProcedure } from '../../trpc/procedures.js';

export const setPreferenceProcedure = userProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/user/notifications/preferences',
      tags: ['Notifications'],
      summary: 'Say whether a kind is mailed',
    },
  })
  .input(SetPreferenceInput)
  .output(PreferencesView)
  .mutation(({ ctx, input }) => setPreference(ctx.dataSource, ctx.user.userId, input));
