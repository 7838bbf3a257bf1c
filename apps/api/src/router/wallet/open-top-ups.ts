import { OpenTopUpsView } from '@minispod/contracts/wallet';
import { listOpenTopUps } from '@minispod/domain/payment/list-open';
import { NoInput, userProcedure } from '../../trpc/procedures.js';

export const openTopUpsProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/wallet/topups/open',
      tags: ['Wallet'],
      summary: 'Top-ups that can still be paid, proved or cancelled',
    },
  })
  .input(NoInput)
  .output(OpenTopUpsView)
  .query(({ ctx }) => listOpenTopUps(ctx.dataSource.manager, ctx.user.userId));
