import { AdminSubscriptionListInput, AdminSubscriptionListView } from '@minispod/contracts/administration';
import { listAllSubscriptions } from '@minispod/domain/administration/list-subscriptions';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/subscriptions',
      tags: ['Administration'],
      summary: 'Subscriptions of everybody',
    },
  })
  .input(AdminSubscriptionListInput)
  .output(AdminSubscriptionListView)
  .query(({ ctx, input }) => listAllSubscriptions(ctx.dataSource.manager, input));
