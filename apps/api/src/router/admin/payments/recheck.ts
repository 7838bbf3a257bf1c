import { AdminPaymentDetail, AdminPaymentInput } from '@minispod/contracts/payments';
import { getPayment } from '@minispod/domain/payment/administer';
import { recheckPayment } from '@minispod/domain/payment/recheck';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const recheckProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/transactions/{id}/recheck',
      tags: ['Administration'],
      summary: 'Ask the gateway about a top-up now',
    },
  })
  .input(AdminPaymentInput)
  .output(AdminPaymentDetail)
  .mutation(async ({ ctx, input: { id } }) => {
    await recheckPayment(ctx, ctx.user.userId, id, ctx.clock.now());
    return getPayment(ctx.dataSource.manager, ctx.gateways, id);
  });
