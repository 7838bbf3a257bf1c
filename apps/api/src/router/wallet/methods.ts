import { PaymentMethodsInput, PaymentMethodsView } from '@minispod/contracts/wallet';
import { listMethods } from '@minispod/domain/payment/list-methods';
import { userProcedure } from '../../trpc/procedures.js';

export const methodsProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/wallet/methods',
      tags: ['Wallet'],
      summary: 'Ways to pay, what each takes, and which cannot be chosen now',
    },
  })
  .input(PaymentMethodsInput)
  .output(PaymentMethodsView)
  .query(({ ctx, input }) => listMethods(ctx.dataSource.manager, ctx, ctx.user.userId, input.amount));
