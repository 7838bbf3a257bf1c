import { OrderDetail, OrderInput } from '@minispod/contracts/order';
import { getOrder } from '@minispod/domain/order/get-order';
import { userProcedure } from '../../trpc/procedures.js';

export const getProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/orders/{id}',
      tags: ['Orders'],
      summary: 'An order with everything that happened to it',
    },
  })
  .input(OrderInput)
  .output(OrderDetail)
  .query(({ ctx, input }) => getOrder(ctx.dataSource.manager, ctx.user.userId, input.id));
