import { InstanceInput, InstanceView } from '@minispod/contracts/instance';
import { setPower } from '@minispod/domain/instance/set-power';
import { userProcedure } from '../../trpc/procedures.js';

export const stopProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/stop',
      tags: ['Instances'],
      summary: 'Stop an instance; its data is kept',
    },
  })
  .input(InstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) => setPower(ctx.dataSource, ctx.user.userId, input.id, 'STOP', ctx.clock.now()));
