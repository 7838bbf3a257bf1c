import { LoginInput, SessionView } from '@minispod/contracts/account';
import { alertOnGuessing } from '@minispod/domain/account/alert-on-guessing';
import { login } from '@minispod/domain/account/login';
import { accountDigest } from '@minispod/domain/account/tokens';
import { DomainError } from '@minispod/domain/errors';
import { addressBlock } from '../../http/address-block.js';
import { RateLimited } from '../../http/rate-limited.js';
import type { Context } from '../../trpc/context.js';
import { publicProcedure } from '../../trpc/procedures.js';

export const loginProcedure = publicProcedure
  .meta({
    openapi: { method: 'POST', path: '/auth/login', tags: ['Account'], summary: 'Log in', protect: false },
  })
  .input(LoginInput)
  .output(SessionView)
  .mutation(async ({ ctx, input }) => {
    const { email } = input;
    const account = accountDigest(ctx.sessions, email);
    const attempt = { address: ctx.address, account, device: ctx.cookies.knownDevice(email) };
    try {
      const session = await ctx.limits.login(attempt, () => login(ctx, input, ctx.sessionClock.now()));
      return ctx.cookies.keep(session);
    } catch (error) {
      await watch(ctx, { email, account }, error);
      throw error;
    }
  });

/** Leaves a trail of what failed, and an alert where it looks like an attack. */
async function watch(ctx: Context, { email, account }: { email: string; account: string }, error: unknown) {
  if (error instanceof RateLimited) {
    const { scope } = error;
    ctx.security('LOGIN_LIMITED', { account, scope });
    if (!error.isFirst || scope === 'PACE') return;
    const guessing = { scope, email, account, address: addressBlock(ctx.address) };
    await alertOnGuessing(ctx.dataSource, guessing, ctx.clock.now());
  } else if (error instanceof DomainError && error.code === 'UNAUTHORIZED') {
    ctx.security('LOGIN_FAILED', { account });
  }
}
