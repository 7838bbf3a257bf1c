import { SubscriptionView, UpgradeInput } from '@minispod/contracts/subscription';
import { upgradeSubscription } from '@minispod/domain/subscription/upgrade';
import { userProcedure } from '../../trpc/procedures.js';

export const upgradeProcedure = userProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'PUT',
      path: '/user/services/subscriptions/{id}/upgrade',
      tags: ['Subscriptions'],
      summary: 'Upgrade to a higher plan: pays the difference and changes the resources',
    },
  })
  .input(UpgradeInput)
  .output(SubscriptionView)
  .mutation(({ ctx, input }) =>
    upgradeSubscription(
      ctx.dataSource,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
