import { PayOrderInput, PayOrderView } from '@minispod/contracts/checkout';
import { payOrder } from '@minispod/domain/checkout/pay-order';
import { userProcedure } from '../../trpc/procedures.js';

export const payProcedure = userProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/user/orders/{id}/pay',
      tags: ['Orders'],
      summary: 'Another way to pay an order that still waits for its payment',
    },
  })
  .input(PayOrderInput)
  .output(PayOrderView)
  .mutation(({ ctx, input }) =>
    payOrder(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
