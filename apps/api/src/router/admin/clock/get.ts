import { ClockView } from '@minispod/contracts/administration';
import { readClock } from '@minispod/domain/clock/travel';
import { administratorProcedure, NoInput } from '../../../trpc/procedures.js';

export const getProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/clock',
      tags: ['Administration'],
      summary: 'The time of this installation; local mode only',
    },
  })
  .input(NoInput)
  .output(ClockView)
  .query(({ ctx }) => readClock(ctx));
