import { DomainError } from '@minispod/domain/errors';
import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { z } from 'zod';
import type { Context } from './context.js';
import { errorShape, toTRPCError } from './errors.js';
import { refuseUnreadableText } from './text.js';

export type Meta = OpenApiMeta<{
  /** HTTP status of success over REST; 200 unless said. */
  status?: 201 | 202;
  /** Over REST the answer is the same for everybody and is kept as bytes until the catalog changes. */
  kept?: true;
  /** Success changes what the catalog shows: kept answers end before the caller hears of it. */
  changesCatalog?: true;
}>;

/** Proxies close a silent connection after a minute or so. */
const PING_INTERVAL_MS = 20_000;

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    errorFormatter: (failed) => errorShape(failed),
    isDev: false,
    sse: {
      ping: { enabled: true, intervalMs: PING_INTERVAL_MS },
      client: { reconnectAfterInactivityMs: 50_000 },
    },
  });

export const { router } = t;

/** For procedures that take nothing: they refuse unknown fields like all others. */
export const NoInput = z.strictObject({}).optional();
/** For procedures whose success says everything. */
export const Done = z.object({});

const IdsOfResult = z
  .object({
    user: z.object({ id: z.string() }),
    transactionId: z.string(),
    subscription: z.object({ id: z.string() }),
    order: z.object({ id: z.string() }),
    instance: z.object({ id: z.string() }),
  })
  .partial()
  .catch({});

export const publicProcedure = t.procedure.use(async ({ next, ctx, path, meta, getRawInput }) => {
  ctx.note({ procedure: path });
  try {
    refuseUnreadableText(await getRawInput());
  } catch (error) {
    throw toTRPCError(error);
  }
  const result = await next();
  if (!result.ok) throw toTRPCError(result.error);
  if (meta?.changesCatalog) ctx.answers.forget();
  const ids = IdsOfResult.parse(result.data);
  ctx.note({
    userId: ids.user?.id,
    transactionId: ids.transactionId,
    subscriptionId: ids.subscription?.id,
    orderId: ids.order?.id,
    instanceId: ids.instance?.id,
  });
  return result;
});

/** For whoever is logged in; `ctx.user` is the caller. Everything is then looked up by that id, never by one from the input. */
export const userProcedure = publicProcedure.use(async ({ next, ctx }) => {
  const user = await ctx.authenticate();
  if (!user) throw new DomainError('UNAUTHORIZED', 'Please log in');
  ctx.note({ userId: user.userId });
  return next({ ctx: { user } });
});

/**
 * For streams. `ctx.ended` aborts with the session, when the caller goes, or when the user opens too many: whatever is
 * yielded must stop by it.
 */
export const streamProcedure = userProcedure.use(async ({ next, ctx, signal }) => {
  const session = await ctx.sessionStreams.enter(ctx.user, signal);
  return next({ ctx: { ended: ctx.userStreams.enter(ctx.user.userId, session) } });
});

/** For administrators of either rank. What they change is written to the audit log by the operation itself. */
export const administratorProcedure = userProcedure.use(async ({ next, ctx }) => {
  if (ctx.user.role === 'USER') throw new DomainError('FORBIDDEN', 'This is for administrators');
  return next();
});
