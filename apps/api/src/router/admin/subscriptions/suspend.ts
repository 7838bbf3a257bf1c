import { SuspendInput } from '@minispod/contracts/administration';
import { SubscriptionView } from '@minispod/contracts/subscription';
import { suspendSubscription } from '@minispod/domain/subscription/suspend';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const suspendProcedure = administratorProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/admin/subscriptions/{id}/suspend',
      tags: ['Administration'],
      summary: 'Stop a subscription: data kept, slot free, nothing charged',
    },
  })
  .input(SuspendInput)
  .output(SubscriptionView)
  .mutation(({ ctx, input }) => suspendSubscription(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()));
