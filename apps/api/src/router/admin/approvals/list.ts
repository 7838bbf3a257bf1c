import { ApprovalListInput, ApprovalListView } from '@minispod/contracts/approvals';
import { listApprovals } from '@minispod/domain/money-action/list-approvals';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/approvals',
      tags: ['Administration'],
      summary: 'Money actions that needed a second administrator, and what became of them, newest first',
    },
  })
  .input(ApprovalListInput)
  .output(ApprovalListView)
  .query(({ ctx, input }) => listApprovals(ctx.dataSource.manager, input));
