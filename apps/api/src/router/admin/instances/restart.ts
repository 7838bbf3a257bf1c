import { AdminInstanceInput } from '@minispod/contracts/cluster';
import { InstanceView } from '@minispod/contracts/instance';
import { restartInstanceAsAdministrator } from '@minispod/domain/administration/instance-actions';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const restartProcedure = administratorProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/admin/instances/{id}/restart',
      tags: ['Administration'],
      summary: 'Restart an instance',
    },
  })
  .input(AdminInstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) =>
    restartInstanceAsAdministrator(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()),
  );
