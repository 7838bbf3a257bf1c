import { DeletedInstanceView, DeleteInstanceInput } from '@minispod/contracts/instance';
import { deleteInstance } from '@minispod/domain/instance/delete-instance';
import { userProcedure } from '../../trpc/procedures.js';

export const deleteProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'DELETE',
      path: '/user/services/instances/{id}',
      tags: ['Instances'],
      summary: 'Delete an instance; it can be taken back for seven days',
    },
  })
  .input(DeleteInstanceInput)
  .output(DeletedInstanceView)
  .mutation(({ ctx, input }) =>
    deleteInstance(
      ctx.dataSource,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
