import { ClusterListInput, ServiceObjectListView } from '@minispod/contracts/cluster';
import { administratorProcedure } from '../../../trpc/procedures.js';
import { dated, listed, paged } from './lists.js';

export const servicesProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/cluster/services',
      tags: ['Administration'],
      summary: 'Services of the instances',
    },
  })
  .input(ClusterListInput)
  .output(ServiceObjectListView)
  .query(async ({ ctx, input }) => {
    const rows = await listed(ctx.clusterReader, 'services', input.namespace);
    const found = paged(rows, input, (row) => [row.name, row.namespace, row.instanceId]);
    return { ...found, items: found.items.map(dated) };
  });
