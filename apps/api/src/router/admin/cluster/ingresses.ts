import { ClusterListInput, IngressListView } from '@minispod/contracts/cluster';
import { administratorProcedure } from '../../../trpc/procedures.js';
import { dated, listed, paged } from './lists.js';

export const ingressesProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/cluster/ingresses',
      tags: ['Administration'],
      summary: 'Ingresses of the instances',
    },
  })
  .input(ClusterListInput)
  .output(IngressListView)
  .query(async ({ ctx, input }) => {
    const rows = await listed(ctx.clusterReader, 'ingresses', input.namespace);
    const found = paged(rows, input, (row) => [row.name, row.namespace, row.instanceId, ...row.hosts]);
    return { ...found, items: found.items.map(dated) };
  });
