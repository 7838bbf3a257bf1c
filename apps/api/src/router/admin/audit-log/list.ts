import { AuditLogListInput, AuditLogListView } from '@minispod/contracts/administration';
import { listAuditLog } from '@minispod/domain/audit-log/list';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/audit-log',
      tags: ['Administration'],
      summary: 'What administrators did',
    },
  })
  .input(AuditLogListInput)
  .output(AuditLogListView)
  .query(({ ctx, input }) => listAuditLog(ctx.dataSource.manager, input));
