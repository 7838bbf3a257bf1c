import { ApprovalView, RefuseInput } from '@minispod/contracts/approvals';
import { refuse } from '@minispod/domain/money-action/decide';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const refuseProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/approvals/{id}/refuse',
      tags: ['Administration'],
      summary: 'Refuse a request, with a reason; who asked can withdraw it so',
    },
  })
  .input(RefuseInput)
  .output(ApprovalView)
  .mutation(({ ctx, input }) => refuse(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()));
