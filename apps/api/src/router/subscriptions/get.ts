import { SubscriptionDetail, SubscriptionInput } from '@minispod/contracts/subscription';
import { getSubscription } from '@minispod/domain/subscription/get-subscription';
import { userProcedure } from '../../trpc/procedures.js';

export const getProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/subscriptions/{id}',
      tags: ['Subscriptions'],
      summary: 'A subscription with its instances, orders and timeline',
    },
  })
  .input(SubscriptionInput)
  .output(SubscriptionDetail)
  .query(({ ctx, input }) =>
    getSubscription(ctx.dataSource.manager, ctx.user.userId, input.id, ctx.clock.now()),
  );
