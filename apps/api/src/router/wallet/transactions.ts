import { TransactionListView, TransactionsInput } from '@minispod/contracts/wallet';
import { listTransactions } from '@minispod/domain/wallet/list-transactions';
import { userProcedure } from '../../trpc/procedures.js';

export const transactionsProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/wallet/transactions',
      tags: ['Wallet'],
      summary: 'What came in and went out',
    },
  })
  .input(TransactionsInput)
  .output(TransactionListView)
  .query(({ ctx, input }) => listTransactions(ctx.dataSource.manager, ctx.user.userId, input));
