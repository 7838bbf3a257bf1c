import { InstanceInput, InstanceView } from '@minispod/contracts/instance';
import { retryInstance } from '@minispod/domain/instance/retry';
import { userProcedure } from '../../trpc/procedures.js';

export const retryProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/retry',
      tags: ['Instances'],
      summary: 'Try again what did not come up',
    },
  })
  .input(InstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) => retryInstance(ctx.dataSource, ctx.user.userId, input.id, ctx.clock.now()));
