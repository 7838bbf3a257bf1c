import { AdminInstanceInput } from '@minispod/contracts/cluster';
import { InstanceView } from '@minispod/contracts/instance';
import { retryInstanceAsAdministrator } from '@minispod/domain/administration/instance-actions';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const retryProcedure = administratorProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/admin/instances/{id}/retry',
      tags: ['Administration'],
      summary: 'Try again what did not come up',
    },
  })
  .input(AdminInstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) =>
    retryInstanceAsAdministrator(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()),
  );
