import { RoutesView, SetRouteInput } from '@minispod/contracts/payments';
import { setRoute } from '@minispod/domain/payment/administer-routes';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const setRouteProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'PUT',
      path: '/admin/gateways/routes',
      tags: ['Administration'],
      summary: 'Set the order of the gateways of one way to pay, and turn them on or off',
    },
  })
  .input(SetRouteInput)
  .output(RoutesView)
  .mutation(({ ctx, input }) => setRoute(ctx, ctx.user.userId, input, ctx.clock.now()));
