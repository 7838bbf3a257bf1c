import { DifferenceListInput, DifferenceListView } from '@minispod/contracts/payments';
import { listDifferences } from '@minispod/domain/reconciliation/list-differences';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const differencesProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/reconciliation/differences',
      tags: ['Administration'],
      summary: 'What settlement lists and our books disagree about, the latest first',
    },
  })
  .input(DifferenceListInput)
  .output(DifferenceListView)
  .query(({ ctx, input }) => listDifferences(ctx.dataSource.manager, input));
