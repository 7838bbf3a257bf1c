import { MetricsInput, MetricsView } from '@minispod/contracts/instance';
import { readMetrics } from '@minispod/domain/usage/read-metrics';
import { userProcedure } from '../../trpc/procedures.js';

export const metricsProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/instances/{id}/metrics',
      tags: ['Instances'],
      summary: 'What an instance used over time, against its plan',
    },
  })
  .input(MetricsInput)
  .output(MetricsView)
  .query(({ ctx, input }) => readMetrics(ctx.dataSource.manager, ctx.user.userId, input, ctx.clock.now()));
