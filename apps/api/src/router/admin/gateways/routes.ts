import { RoutesView } from '@minispod/contracts/payments';
import { viewRoutes } from '@minispod/domain/payment/administer-routes';
import { administratorProcedure, NoInput } from '../../../trpc/procedures.js';

export const routesProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/gateways/routes',
      tags: ['Administration'],
      summary: 'Which gateway takes which way to pay, in which order, and how they are',
    },
  })
  .input(NoInput)
  .output(RoutesView)
  .query(({ ctx }) => viewRoutes(ctx.dataSource.manager, ctx));
