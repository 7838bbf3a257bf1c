import { AdminPaymentDetail, RefundInput } from '@minispod/contracts/payments';
import { getPayment } from '@minispod/domain/payment/administer';
import { requestRefund } from '@minispod/domain/payment/refund';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const refundProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/transactions/{id}/refund',
      tags: ['Administration'],
      summary: 'Give a top-up back, whole or in part: to its source, or recorded as sent by hand',
    },
  })
  .input(RefundInput)
  .output(AdminPaymentDetail)
  .mutation(async ({ ctx, input }) => {
    const request = { ...input, requestId: input.requestId ?? ctx.idempotencyKey };
    await requestRefund(ctx, ctx.user.userId, request, ctx.clock.now());
    return getPayment(ctx.dataSource.manager, ctx.gateways, input.id);
  });
