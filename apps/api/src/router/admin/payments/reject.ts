import { AdminPaymentDetail, RejectInput } from '@minispod/contracts/payments';
import { getPayment } from '@minispod/domain/payment/administer';
import { rejectTransfer } from '@minispod/domain/payment/review-transfer';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const rejectProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/transactions/{id}/reject',
      tags: ['Administration'],
      summary: 'Refuse a transfer by hand, with a reason that the customer reads',
    },
  })
  .input(RejectInput)
  .output(AdminPaymentDetail)
  .mutation(async ({ ctx, input: { id, reason } }) => {
    await rejectTransfer(ctx.dataSource, ctx.user.userId, id, reason, ctx.clock.now());
    return getPayment(ctx.dataSource.manager, ctx.gateways, id);
  });
