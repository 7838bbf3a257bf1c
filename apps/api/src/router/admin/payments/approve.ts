import { AdminPaymentDetail, ApproveTransferInput } from '@minispod/contracts/payments';
import { getPayment } from '@minispod/domain/payment/administer';
import { approveTransfer } from '@minispod/domain/payment/review-transfer';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const approveProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/transactions/{id}/approve',
      tags: ['Administration'],
      summary: 'Credit a transfer by hand that is on the bank statement; once, however often',
    },
  })
  .input(ApproveTransferInput)
  .output(AdminPaymentDetail)
  .mutation(async ({ ctx, input: { id, reason } }) => {
    await approveTransfer(ctx.dataSource, ctx.user.userId, id, ctx.clock.now(), reason, ctx.approvals);
    return getPayment(ctx.dataSource.manager, ctx.gateways, id);
  });
