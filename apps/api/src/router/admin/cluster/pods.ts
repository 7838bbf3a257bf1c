import { ClusterListInput, PodListView } from '@minispod/contracts/cluster';
import { administratorProcedure } from '../../../trpc/procedures.js';
import { dated, listed, paged } from './lists.js';

export const podsProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/cluster/pods',
      tags: ['Administration'],
      summary: 'Pods of the instances',
    },
  })
  .input(ClusterListInput)
  .output(PodListView)
  .query(async ({ ctx, input }) => {
    const rows = await listed(ctx.clusterReader, 'pods', input.namespace);
    const found = paged(rows, input, (row) => [
      row.name,
      row.namespace,
      row.instanceId,
      row.node,
      row.reason,
    ]);
    return { ...found, items: found.items.map(dated) };
  });
