import { CheckoutInput, CheckoutView } from '@minispod/contracts/checkout';
import { checkout } from '@minispod/domain/checkout/checkout';
import { userProcedure } from '../../trpc/procedures.js';

export const checkoutProcedure = userProcedure
  .meta({
    status: 201,
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/user/services/checkout',
      tags: ['Subscriptions'],
      summary: 'Subscribe to a plan and pay for it at once, without prior credit',
    },
  })
  .input(CheckoutInput)
  .output(CheckoutView)
  .mutation(({ ctx, input }) =>
    checkout(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
