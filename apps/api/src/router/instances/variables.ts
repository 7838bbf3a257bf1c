import { InstanceInput, VariablesView } from '@minispod/contracts/instance';
import { readVariables } from '@minispod/domain/instance/variables';
import { userProcedure } from '../../trpc/procedures.js';

export const variablesProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/instances/{id}/variables',
      tags: ['Instances'],
      summary: 'Variables of an instance',
    },
  })
  .input(InstanceInput)
  .output(VariablesView)
  .query(({ ctx, input }) => readVariables(ctx.dataSource.manager, ctx.user.userId, input.id, ctx));
