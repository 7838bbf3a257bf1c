import { AdminInstanceInput } from '@minispod/contracts/cluster';
import { InstanceView } from '@minispod/contracts/instance';
import { unlockInstance } from '@minispod/domain/administration/instance-actions';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const unlockProcedure = administratorProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/admin/instances/{id}/unlock',
      tags: ['Administration'],
      summary: 'Let a locked instance run again',
    },
  })
  .input(AdminInstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) => unlockInstance(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()));
