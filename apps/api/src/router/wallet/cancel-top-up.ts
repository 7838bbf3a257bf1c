import { TopUpStatusInput, TopUpView } from '@minispod/contracts/wallet';
import { cancelTopUp } from '@minispod/domain/payment/cancel-top-up';
import { userProcedure } from '../../trpc/procedures.js';

export const cancelTopUpProcedure = userProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/user/wallet/topup/{transactionId}/cancel',
      tags: ['Wallet'],
      summary: 'Withdraw a top-up that is not paid',
    },
  })
  .input(TopUpStatusInput)
  .output(TopUpView)
  .mutation(({ ctx, input }) => cancelTopUp(ctx, ctx.user.userId, input.transactionId, ctx.clock.now()));
