import { AdminPaymentListInput, AdminPaymentListView } from '@minispod/contracts/payments';
import { listPayments } from '@minispod/domain/payment/administer';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/transactions',
      tags: ['Administration'],
      summary: 'Top-ups by every door, newest first',
    },
  })
  .input(AdminPaymentListInput)
  .output(AdminPaymentListView)
  .query(({ ctx, input }) => listPayments(ctx.dataSource.manager, input));
