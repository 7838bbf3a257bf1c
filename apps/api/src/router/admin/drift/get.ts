import { DriftView } from '@minispod/contracts/cluster';
import { reportDrift } from '@minispod/domain/drift/report-drift';
import { administratorProcedure, NoInput } from '../../../trpc/procedures.js';

export const driftProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/drift',
      tags: ['Administration'],
      summary: 'What differs between books, database and cluster, and what to do about it',
    },
  })
  .input(NoInput)
  .output(DriftView)
  .query(({ ctx }) => reportDrift(ctx.dataSource, ctx.readInventory, ctx.clock.now()));
