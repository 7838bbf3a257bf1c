import { InstanceDetail, InstanceInput } from '@minispod/contracts/instance';
import { getInstance } from '@minispod/domain/instance/get-instance';
import { userProcedure } from '../../trpc/procedures.js';

export const getProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/instances/{id}',
      tags: ['Instances'],
      summary: 'An instance with its address, steps and health',
    },
  })
  .input(InstanceInput)
  .output(InstanceDetail)
  .query(({ ctx, input }) => getInstance(ctx.dataSource.manager, ctx.user.userId, input.id, ctx));
