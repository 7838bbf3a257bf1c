import { AdminPaymentDetail, AdminPaymentInput } from '@minispod/contracts/payments';
import { getPayment } from '@minispod/domain/payment/administer';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const getProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/transactions/{id}',
      tags: ['Administration'],
      summary: 'A top-up with its reversals, its notifications and what the gateway last said',
    },
  })
  .input(AdminPaymentInput)
  .output(AdminPaymentDetail)
  .query(({ ctx, input }) => getPayment(ctx.dataSource.manager, ctx.gateways, input.id));
