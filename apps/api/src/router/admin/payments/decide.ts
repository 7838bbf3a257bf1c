import { AdminPaymentDetail, DecidePaymentInput } from '@minispod/contracts/payments';
import { getPayment } from '@minispod/domain/payment/administer';
import { decidePayment } from '@minispod/domain/payment/decide-payment';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const decideProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/transactions/{id}/decide',
      tags: ['Administration'],
      summary: 'Credit or reject money that was not credited by itself, or end the review of a card',
    },
  })
  .input(DecidePaymentInput)
  .output(AdminPaymentDetail)
  .mutation(async ({ ctx, input }) => {
    await decidePayment(ctx.dataSource, ctx.user.userId, input, ctx.clock.now(), ctx.approvals);
    return getPayment(ctx.dataSource.manager, ctx.gateways, input.id);
  });
