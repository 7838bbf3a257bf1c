import { InstanceInput, InstanceView } from '@minispod/contracts/instance';
import { restartInstance } from '@minispod/domain/instance/restart';
import { userProcedure } from '../../trpc/procedures.js';

export const restartProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/restart',
      tags: ['Instances'],
      summary: 'Restart an instance',
    },
  })
  .input(InstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) => restartInstance(ctx.dataSource, ctx.user.userId, input.id, ctx.clock.now()));
