import { AdjustCreditInput, AdjustCreditView } from '@minispod/contracts/administration';
import { adjustCredit } from '@minispod/domain/wallet/adjust';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const adjustProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/users/{id}/credit',
      tags: ['Administration'],
      summary: 'Add credit to a wallet, or take some away, with a reason',
    },
  })
  .input(AdjustCreditInput)
  .output(AdjustCreditView)
  .mutation(({ ctx, input }) =>
    adjustCredit(
      ctx.dataSource,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
      ctx.approvals,
    ),
  );
