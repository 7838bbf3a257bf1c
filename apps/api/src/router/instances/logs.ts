import { LogsInput, LogsView } from '@minispod/contracts/instance';
import { readLogs } from '@minispod/domain/log/read-logs';
import { userProcedure } from '../../trpc/procedures.js';

export const logsProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/instances/{id}/logs',
      tags: ['Instances'],
      summary: 'The last lines an app has written',
    },
  })
  .input(LogsInput)
  .output(LogsView)
  .query(({ ctx, input }) => readLogs(ctx.dataSource.manager, ctx.clusterReader, ctx.user.userId, input));
