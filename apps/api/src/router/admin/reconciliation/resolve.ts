import { DifferenceView, ResolveDifferenceInput } from '@minispod/contracts/payments';
import { resolveDifference } from '@minispod/domain/reconciliation/resolve';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const resolveProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/reconciliation/differences/{id}/resolve',
      tags: ['Administration'],
      summary: 'Say what a difference was, with a reason; the books follow',
    },
  })
  .input(ResolveDifferenceInput)
  .output(DifferenceView)
  .mutation(({ ctx, input }) =>
    resolveDifference(
      ctx.dataSource,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
      ctx.approvals,
    ),
  );
