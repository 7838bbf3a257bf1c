import { WaitlistEntryView, WaitlistInput } from '@minispod/contracts/subscription';
import { findEntry } from '@minispod/domain/waitlist/read-entry';
import { userProcedure } from '../../trpc/procedures.js';

export const getProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/plans/{planId}/waitlist',
      tags: ['Waitlist'],
      summary: 'Where one stands in the line for a plan',
    },
  })
  .input(WaitlistInput)
  .output(WaitlistEntryView)
  .query(({ ctx, input }) => findEntry(ctx.dataSource.manager, ctx.user.userId, input.planId));
