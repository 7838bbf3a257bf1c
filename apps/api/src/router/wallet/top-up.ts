import { TopUpInput, TopUpView } from '@minispod/contracts/wallet';
import { topUp } from '@minispod/domain/payment/top-up';
import { userProcedure } from '../../trpc/procedures.js';

export const topUpProcedure = userProcedure
  .meta({
    status: 201,
    openapi: {
      method: 'POST',
      path: '/user/wallet/topup',
      tags: ['Wallet'],
      summary: 'Open a payment that adds to the balance',
    },
  })
  .input(TopUpInput)
  .output(TopUpView)
  .mutation(({ ctx, input }) =>
    topUp(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
