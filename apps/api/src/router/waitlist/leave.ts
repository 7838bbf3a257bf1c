import { WaitlistInput } from '@minispod/contracts/subscription';
import { leaveWaitlist } from '@minispod/domain/waitlist/leave';
import { Done, userProcedure } from '../../trpc/procedures.js';

export const leaveProcedure = userProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'DELETE',
      path: '/user/services/plans/{planId}/waitlist',
      tags: ['Waitlist'],
      summary: 'Leave the line; a slot that was kept goes to the next',
    },
  })
  .input(WaitlistInput)
  .output(Done)
  .mutation(({ ctx, input }) =>
    leaveWaitlist(ctx.dataSource, ctx.user.userId, input.planId, ctx.clock.now()).then(() => ({})),
  );
