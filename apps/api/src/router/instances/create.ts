import { CreateInstanceInput, InstanceView } from '@minispod/contracts/instance';
import { createInstance } from '@minispod/domain/instance/create-instance';
import { userProcedure } from '../../trpc/procedures.js';

export const createProcedure = userProcedure
  .meta({
    status: 201,
    openapi: {
      method: 'POST',
      path: '/user/services/subscriptions/{id}/instances',
      tags: ['Instances'],
      summary: 'Another instance of a subscription',
    },
  })
  .input(CreateInstanceInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) =>
    createInstance(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
