import { LoginInput, SessionView } from '@minispod/contracts/account';
import { login } from '@minispod/domain/account/login';
import { publicProcedure } from '../../trpc/procedures.js';

export const loginProcedure = publicProcedure
  .meta({
    openapi: { method: 'POST', path: '/auth/login', tags: ['Account'], summary: 'Log in', protect: false },
  })
  .input(LoginInput)
  .output(SessionView)
  .mutation(async ({ ctx, input }) => {
    await ctx.limits.credentials(ctx.address, input.email);
    return ctx.cookies.keep(await login(ctx, input, ctx.sessionClock.now()));
  });
