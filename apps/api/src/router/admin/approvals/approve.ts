import { ApprovalView, ApproveInput } from '@minispod/contracts/approvals';
import { approve } from '@minispod/domain/money-action/decide';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const approveProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/approvals/{id}/approve',
      tags: ['Administration'],
      summary: 'Approve what another administrator asked for: it is done at once',
    },
  })
  .input(ApproveInput)
  .output(ApprovalView)
  .mutation(({ ctx, input: { id } }) => approve(ctx, ctx.user.userId, id, ctx.clock.now()));
