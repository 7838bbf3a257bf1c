import { OrderListInput, OrderListView } from '@minispod/contracts/order';
import { listOrders } from '@minispod/domain/order/list-orders';
import { userProcedure } from '../../trpc/procedures.js';

export const listProcedure = userProcedure
  .meta({ openapi: { method: 'GET', path: '/user/orders', tags: ['Orders'], summary: 'Orders' } })
  .input(OrderListInput)
  .output(OrderListView)
  .query(({ ctx, input }) => listOrders(ctx.dataSource.manager, ctx.user.userId, input));
