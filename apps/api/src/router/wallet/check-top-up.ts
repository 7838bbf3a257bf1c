import { TopUpStatusInput, TopUpView } from '@minispod/contracts/wallet';
import { checkTopUp } from '@minispod/domain/payment/check-top-up';
import { userProcedure } from '../../trpc/procedures.js';

export const checkTopUpProcedure = userProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/user/wallet/topup/{transactionId}/check',
      tags: ['Wallet'],
      summary: 'Ask the payment gateway now how a top-up stands',
    },
  })
  .input(TopUpStatusInput)
  .output(TopUpView)
  .mutation(({ ctx, input }) => checkTopUp(ctx, ctx.user.userId, input.transactionId, ctx.clock.now()));
