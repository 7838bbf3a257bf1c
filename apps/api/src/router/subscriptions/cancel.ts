import { CancelInput, SubscriptionView } from '@minispod/contracts/subscription';
import { cancelSubscription } from '@minispod/domain/subscription/cancel';
import { userProcedure } from '../../trpc/procedures.js';

export const cancelProcedure = userProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'DELETE',
      path: '/user/services/subscriptions/{id}',
      tags: ['Subscriptions'],
      summary: 'Cancel at the end of the period, or now with the unused share refunded',
    },
  })
  .input(CancelInput)
  .output(SubscriptionView)
  .mutation(({ ctx, input }) =>
    cancelSubscription(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
