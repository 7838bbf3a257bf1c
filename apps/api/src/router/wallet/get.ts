import { WalletView } from '@minispod/contracts/wallet';
import { getWallet } from '@minispod/domain/wallet/get-wallet';
import { NoInput, userProcedure } from '../../trpc/procedures.js';

export const getProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/wallet',
      tags: ['Wallet'],
      summary: 'Balance, what is held, and how long it lasts',
    },
  })
  .input(NoInput)
  .output(WalletView)
  .query(({ ctx }) => getWallet(ctx.dataSource.manager, ctx.user.userId, ctx.clock.now()));
