import { RefreshInput, SessionView } from '@minispod/contracts/account';
import { refreshSession, SessionEnded } from '@minispod/domain/account/refresh-session';
import { publicProcedure } from '../../trpc/procedures.js';

/**
 * Every use ends the token and gives the next one; a token that comes a second time ends the whole session, because one of
 * its two holders stole it. There is no grace for parallel use: a client with several tabs lets one of them refresh.
 */
export const refreshProcedure = publicProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/auth/refresh',
      tags: ['Account'],
      summary: 'Exchange a refresh token for a new pair of tokens',
      protect: false,
    },
  })
  .input(RefreshInput)
  .output(SessionView)
  .mutation(async ({ ctx, input }) => {
    const token = input.refreshToken ?? ctx.cookies.refreshToken;
    await ctx.limits.refresh(ctx.address, token);
    try {
      return ctx.cookies.keep(await refreshSession(ctx, token, ctx.sessionClock.now()));
    } catch (error) {
      if (error instanceof SessionEnded && error.familyId) ctx.sessionStreams.end(error.familyId);
      if (error instanceof SessionEnded && error.reusedOf) {
        ctx.security('SESSION_REUSED', { userId: error.reusedOf });
      }
      throw error;
    }
  });
