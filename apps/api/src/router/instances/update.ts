import { InstanceView, UpdateInstanceInput } from '@minispod/contracts/instance';
import { updateInstance } from '@minispod/domain/instance/update-instance';
import { userProcedure } from '../../trpc/procedures.js';

export const updateProcedure = userProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/user/services/instances/{id}',
      tags: ['Instances'],
      summary: 'Rename an instance, set its variables or its domain',
    },
  })
  .input(UpdateInstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) =>
    updateInstance(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
