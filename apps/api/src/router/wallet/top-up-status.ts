import { TopUpStatusInput, TopUpView } from '@minispod/contracts/wallet';
import { getTopUp } from '@minispod/domain/payment/get-top-up';
import { userProcedure } from '../../trpc/procedures.js';

export const topUpStatusProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/wallet/topup/{transactionId}',
      tags: ['Wallet'],
      summary: 'How a top-up stands',
    },
  })
  .input(TopUpStatusInput)
  .output(TopUpView)
  .query(({ ctx, input }) => getTopUp(ctx.dataSource.manager, ctx.user.userId, input.transactionId));
