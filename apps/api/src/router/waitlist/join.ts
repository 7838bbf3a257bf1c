import { WaitlistInput, WaitlistView } from '@minispod/contracts/subscription';
import { joinWaitlist } from '@minispod/domain/waitlist/join';
import { userProcedure } from '../../trpc/procedures.js';

export const joinProcedure = userProcedure
  .meta({
    status: 201,
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/user/services/plans/{planId}/waitlist',
      tags: ['Waitlist'],
      summary: 'Wait for a slot of a plan that is sold out',
    },
  })
  .input(WaitlistInput)
  .output(WaitlistView)
  .mutation(({ ctx, input }) => joinWaitlist(ctx.dataSource, ctx.user.userId, input.planId, ctx.clock.now()));
