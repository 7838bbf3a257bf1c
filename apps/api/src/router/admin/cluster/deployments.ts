import { ClusterListInput, DeploymentListView } from '@minispod/contracts/cluster';
import { administratorProcedure } from '../../../trpc/procedures.js';
import { dated, listed, paged } from './lists.js';

export const deploymentsProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/cluster/deployments',
      tags: ['Administration'],
      summary: 'Deployments of the instances',
    },
  })
  .input(ClusterListInput)
  .output(DeploymentListView)
  .query(async ({ ctx, input }) => {
    const rows = await listed(ctx.clusterReader, 'deployments', input.namespace);
    const found = paged(rows, input, (row) => [row.name, row.namespace, row.instanceId, row.image]);
    return { ...found, items: found.items.map(dated) };
  });
