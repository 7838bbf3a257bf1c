import { SubscriptionListInput, SubscriptionListView } from '@minispod/contracts/subscription';
import { listSubscriptions } from '@minispod/domain/subscription/list-subscriptions';
import { userProcedure } from '../../trpc/procedures.js';

export const listProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/subscriptions',
      tags: ['Subscriptions'],
      summary: 'Subscriptions',
    },
  })
  .input(SubscriptionListInput)
  .output(SubscriptionListView)
  .query(({ ctx, input }) => listSubscriptions(ctx.dataSource.manager, ctx.user.userId, input));
