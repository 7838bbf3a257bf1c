import { FleetView } from '@minispod/contracts/cluster';
import { listFleet } from '@minispod/domain/fleet/list-fleet';
import { administratorProcedure, NoInput } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/fleet',
      tags: ['Administration'],
      summary: 'Which versions of the apps run how often',
    },
  })
  .input(NoInput)
  .output(FleetView)
  .query(({ ctx }) => listFleet(ctx.dataSource.manager));
