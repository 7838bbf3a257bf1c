import { AdvanceClockInput, ClockView } from '@minispod/contracts/administration';
import { travel } from '@minispod/domain/clock/travel';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const advanceProcedure = administratorProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/admin/clock/advance',
      tags: ['Administration'],
      summary: 'Let time pass, with each day of billing on its day; local mode only',
    },
  })
  .input(AdvanceClockInput)
  .output(ClockView)
  .mutation(({ ctx, input }) => travel(ctx, ctx.user.userId, input));
