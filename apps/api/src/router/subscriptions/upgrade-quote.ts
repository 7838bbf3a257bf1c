import { UpgradeQuoteInput, UpgradeQuoteView } from '@minispod/contracts/subscription';
import { quoteUpgrade } from '@minispod/domain/subscription/quote-upgrade';
import { userProcedure } from '../../trpc/procedures.js';

export const upgradeQuoteProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/subscriptions/{id}/upgrade/quote',
      tags: ['Subscriptions'],
      summary: 'What an upgrade costs now; the quote holds for 15 minutes',
    },
  })
  .input(UpgradeQuoteInput)
  .output(UpgradeQuoteView)
  .query(({ ctx, input }) => quoteUpgrade(ctx.dataSource, ctx.user.userId, input, ctx.clock.now()));
