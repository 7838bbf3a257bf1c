import { AlertListInput, AlertListView } from '@minispod/contracts/administration';
import { listAlerts } from '@minispod/domain/administration/list-alerts';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/alerts',
      tags: ['Administration'],
      summary: 'What must be looked at',
    },
  })
  .input(AlertListInput)
  .output(AlertListView)
  .query(({ ctx, input }) => listAlerts(ctx.dataSource.manager, input));
