import { InstanceListInput, InstanceListView } from '@minispod/contracts/instance';
import { listInstances } from '@minispod/domain/instance/list-instances';
import { userProcedure } from '../../trpc/procedures.js';

export const listProcedure = userProcedure
  .meta({
    openapi: { method: 'GET', path: '/user/services/instances', tags: ['Instances'], summary: 'Instances' },
  })
  .input(InstanceListInput)
  .output(InstanceListView)
  .query(({ ctx, input }) => listInstances(ctx.dataSource.manager, ctx.user.userId, input));
