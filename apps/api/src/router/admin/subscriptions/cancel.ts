import { AdminCancelInput } from '@minispod/contracts/administration';
import { SubscriptionView } from '@minispod/contracts/subscription';
import { cancelAsAdministrator } from '@minispod/domain/subscription/cancel-as-administrator';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const cancelProcedure = administratorProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/admin/subscriptions/{id}/cancel',
      tags: ['Administration'],
      summary: 'Cancel a subscription as its owner could',
    },
  })
  .input(AdminCancelInput)
  .output(SubscriptionView)
  .mutation(({ ctx, input }) =>
    cancelAsAdministrator(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
