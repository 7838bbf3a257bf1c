import { RefreshInput } from '@minispod/contracts/account';
import { logout } from '@minispod/domain/account/logout';
import { Done, publicProcedure } from '../../trpc/procedures.js';

/** Ends the session of the given refresh token, or else the caller's own; saying it twice is no error. */
export const logoutProcedure = publicProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/auth/logout',
      tags: ['Account'],
      summary: 'End a session',
      protect: false,
    },
  })
  .input(RefreshInput)
  .output(Done)
  .mutation(async ({ ctx, input }) => {
    const session = await ctx.authenticate();
    const refreshToken = input.refreshToken ?? ctx.cookies.refreshToken;
    const ended = await logout(ctx, { refreshToken, session }, ctx.sessionClock.now());
    if (ended) ctx.sessionStreams.end(ended);
    ctx.cookies.clear();
    return {};
  });
