import { UpdateProfileInput, UserView } from '@minispod/contracts/account';
import { updateProfile } from '@minispod/domain/account/update-profile';
import { userProcedure } from '../../trpc/procedures.js';

export const updateProfileProcedure = userProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/auth/me',
      tags: ['Account'],
      summary: 'Change name, phone or language',
    },
  })
  .input(UpdateProfileInput)
  .output(UserView)
  .mutation(({ ctx, input }) => {
    const { userId } = ctx.user;
    return ctx.limits.profile(ctx.address, userId, () =>
      updateProfile(ctx.dataSource, userId, input, ctx.clock.now()),
    );
  });
