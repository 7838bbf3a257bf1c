import { QuoteInput, QuoteView } from '@minispod/contracts/subscription';
import { quoteSubscription } from '@minispod/domain/subscription/quote';
import { userProcedure } from '../../trpc/procedures.js';

export const quoteProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/quote',
      tags: ['Subscriptions'],
      summary: 'What subscribing would cost, and whether it would go through',
    },
  })
  .input(QuoteInput)
  .output(QuoteView)
  .query(({ ctx, input }) =>
    quoteSubscription(ctx.dataSource.manager, ctx.user.userId, input, ctx.clock.now()),
  );
