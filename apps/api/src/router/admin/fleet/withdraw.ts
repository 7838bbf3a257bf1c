import { FleetView, WithdrawVersionInput } from '@minispod/contracts/cluster';
import { withdrawVersion } from '@minispod/domain/fleet/withdraw-version';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const withdrawProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/admin/fleet/withdraw',
      tags: ['Administration'],
      summary: 'Say why nobody should run a version any more, or that it is fine again',
    },
  })
  .input(WithdrawVersionInput)
  .output(FleetView)
  .mutation(({ ctx, input }) => withdrawVersion(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()));
