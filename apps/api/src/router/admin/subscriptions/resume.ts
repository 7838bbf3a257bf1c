import { ResumeInput } from '@minispod/contracts/administration';
import { SubscriptionView } from '@minispod/contracts/subscription';
import { resumeSubscription } from '@minispod/domain/subscription/resume';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const resumeProcedure = administratorProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/admin/subscriptions/{id}/resume',
      tags: ['Administration'],
      summary: 'Lift the stop',
    },
  })
  .input(ResumeInput)
  .output(SubscriptionView)
  .mutation(({ ctx, input }) => resumeSubscription(ctx, ctx.user.userId, input.id, ctx.clock.now()));
