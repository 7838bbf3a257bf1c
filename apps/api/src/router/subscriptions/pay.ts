import { PayInput, SubscriptionView } from '@minispod/contracts/subscription';
import { paySubscription } from '@minispod/domain/subscription/pay';
import { userProcedure } from '../../trpc/procedures.js';

export const payProcedure = userProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/user/services/subscriptions/{id}/pay',
      tags: ['Subscriptions'],
      summary: 'Pay what is due of it now, out of the balance; a suspended one comes back',
    },
  })
  .input(PayInput)
  .output(SubscriptionView)
  .mutation(({ ctx, input }) =>
    paySubscription(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
