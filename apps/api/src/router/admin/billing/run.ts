import { BillingRunView } from '@minispod/contracts/administration';
import { runBillingNow } from '@minispod/domain/billing/run-now';
import { administratorProcedure, NoInput } from '../../../trpc/procedures.js';

export const runProcedure = administratorProcedure
  .meta({
    changesCatalog: true,
    openapi: {
      method: 'POST',
      path: '/admin/billing/run',
      tags: ['Administration'],
      summary: 'Bill now whatever is due',
    },
  })
  .input(NoInput)
  .output(BillingRunView)
  .mutation(({ ctx }) => runBillingNow(ctx, ctx.user.userId, ctx.clock.now()));
