import { AdminPaymentDetail, ClearFlagInput } from '@minispod/contracts/payments';
import { getPayment } from '@minispod/domain/payment/administer';
import { clearFlag } from '@minispod/domain/payment/clear-flag';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const clearFlagProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/transactions/{id}/clear-flag',
      tags: ['Administration'],
      summary: 'Say that a flagged top-up was looked at, and what was found',
    },
  })
  .input(ClearFlagInput)
  .output(AdminPaymentDetail)
  .mutation(async ({ ctx, input }) => {
    await clearFlag(ctx.dataSource, ctx.user.userId, input, ctx.clock.now());
    return getPayment(ctx.dataSource.manager, ctx.gateways, input.id);
  });
