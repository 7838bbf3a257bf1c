import { SettlementImportListView } from '@minispod/contracts/payments';
import { PageInput } from '@minispod/contracts/shared';
import { listImports } from '@minispod/domain/reconciliation/list-imports';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const importsProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/reconciliation/imports',
      tags: ['Administration'],
      summary: 'Settlement lists with their totals, the latest first',
    },
  })
  .input(PageInput)
  .output(SettlementImportListView)
  .query(({ ctx, input }) => listImports(ctx.dataSource.manager, input));
