import { AdminInstanceInput } from '@minispod/contracts/cluster';
import { InstanceView } from '@minispod/contracts/instance';
import { terminateInstanceAsAdministrator } from '@minispod/domain/administration/instance-actions';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const terminateProcedure = administratorProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/admin/instances/{id}/terminate',
      tags: ['Administration'],
      summary: 'Lock an instance and put it in the bin',
    },
  })
  .input(AdminInstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) =>
    terminateInstanceAsAdministrator(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()),
  );
