import { SubscriptionView, UpdateSubscriptionInput } from '@minispod/contracts/subscription';
import { updateSubscription } from '@minispod/domain/subscription/update';
import { userProcedure } from '../../trpc/procedures.js';

export const updateProcedure = userProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/user/services/subscriptions/{id}',
      tags: ['Subscriptions'],
      summary: 'Change how it goes on: renewing by itself, a lower plan, the cycle, the order of payment',
    },
  })
  .input(UpdateSubscriptionInput)
  .output(SubscriptionView)
  .mutation(({ ctx, input }) =>
    updateSubscription(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
