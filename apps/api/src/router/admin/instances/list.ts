import { AdminInstanceListInput, AdminInstanceListView } from '@minispod/contracts/cluster';
import { listAllInstances } from '@minispod/domain/administration/list-instances';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/instances',
      tags: ['Administration'],
      summary: 'Instances of everybody',
    },
  })
  .input(AdminInstanceListInput)
  .output(AdminInstanceListView)
  .query(({ ctx, input }) => listAllInstances(ctx.dataSource.manager, input));
