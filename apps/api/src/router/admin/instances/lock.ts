import { AdminInstanceInput } from '@minispod/contracts/cluster';
import { InstanceView } from '@minispod/contracts/instance';
import { lockInstance } from '@minispod/domain/administration/instance-actions';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const lockProcedure = administratorProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/admin/instances/{id}/lock',
      tags: ['Administration'],
      summary: 'Keep an instance stopped, with a reason its owner reads',
    },
  })
  .input(AdminInstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) => lockInstance(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()));
