import { RegisterInput, SessionView } from '@minispod/contracts/account';
import { register } from '@minispod/domain/account/register';
import { publicProcedure } from '../../trpc/procedures.js';

export const registerProcedure = publicProcedure
  .meta({
    status: 201,
    openapi: {
      method: 'POST',
      path: '/auth/register',
      tags: ['Account'],
      summary: 'Create an account and log in',
      protect: false,
    },
  })
  .input(RegisterInput)
  .output(SessionView)
  .mutation(async ({ ctx, input }) => {
    const opened = await ctx.limits.register(ctx.address, () => register(ctx, input, ctx.sessionClock.now()));
    return ctx.cookies.keep(opened);
  });
