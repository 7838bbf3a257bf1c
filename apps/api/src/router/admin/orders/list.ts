import { AdminOrderListInput, AdminOrderListView } from '@minispod/contracts/administration';
import { listAllOrders } from '@minispod/domain/administration/list-orders';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/orders',
      tags: ['Administration'],
      summary: 'Orders of everybody',
    },
  })
  .input(AdminOrderListInput)
  .output(AdminOrderListView)
  .query(({ ctx, input }) => listAllOrders(ctx.dataSource.manager, input));
