import { InstanceInput, InstanceView } from '@minispod/contracts/instance';
import { setPower } from '@minispod/domain/instance/set-power';
import { userProcedure } from '../../trpc/procedures.js';

export const startProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/start',
      tags: ['Instances'],
      summary: 'Let an instance run',
    },
  })
  .input(InstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) => setPower(ctx.dataSource, ctx.user.userId, input.id, 'RUN', ctx.clock.now()));
