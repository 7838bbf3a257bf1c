import { InstanceInput, InstanceView } from '@minispod/contracts/instance';
import { recoverInstance } from '@minispod/domain/instance/recover-instance';
import { userProcedure } from '../../trpc/procedures.js';

export const recoverProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/recover',
      tags: ['Instances'],
      summary: 'Take a deleted instance back',
    },
  })
  .input(InstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) => recoverInstance(ctx.dataSource, ctx.user.userId, input.id, ctx.clock.now()));
