import { SubscribeInput, SubscribeView } from '@minispod/contracts/subscription';
import { subscribe } from '@minispod/domain/subscription/subscribe';
import { userProcedure } from '../../trpc/procedures.js';

export const subscribeProcedure = userProcedure
  .meta({
    status: 201,
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/user/services/subscribe',
      tags: ['Subscriptions'],
      summary: 'Subscribe to a plan: pays from the balance and starts the app',
    },
  })
  .input(SubscribeInput)
  .output(SubscribeView)
  .mutation(({ ctx, input }) =>
    subscribe(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
