import { TransactionDetail, TransactionInput } from '@minispod/contracts/wallet';
import { getTransaction } from '@minispod/domain/wallet/get-transaction';
import { userProcedure } from '../../trpc/procedures.js';

export const transactionProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/wallet/transactions/{id}',
      tags: ['Wallet'],
      summary: 'A transaction with its ledger entries',
    },
  })
  .input(TransactionInput)
  .output(TransactionDetail)
  .query(({ ctx, input }) => getTransaction(ctx.dataSource.manager, ctx.user.userId, input.id));
