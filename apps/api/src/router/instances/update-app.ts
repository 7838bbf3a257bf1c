import { OperationStartedView, UpdateAppInput } from '@minispod/contracts/operation';
import { updateApp } from '@minispod/domain/app-update/update-app';
import { userProcedure } from '../../trpc/procedures.js';

export const updateAppProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/update',
      tags: ['Instances'],
      summary: 'Update the app of an instance: a backup first, and back to it when it does not come up',
    },
  })
  .input(UpdateAppInput)
  .output(OperationStartedView)
  .mutation(({ ctx, input }) =>
    updateApp(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
