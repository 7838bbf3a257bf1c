import { NodeListView } from '@minispod/contracts/cluster';
import { readCapacityView } from '@minispod/domain/fleet/read-capacity';
import { administratorProcedure, NoInput } from '../../../trpc/procedures.js';
import { dated, listed } from './lists.js';

export const nodesProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/cluster/nodes',
      tags: ['Administration'],
      summary: 'Nodes with their room',
    },
  })
  .input(NoInput)
  .output(NodeListView)
  .query(async ({ ctx }) => {
    const nodes = await listed(ctx.clusterReader, 'nodes');
    const items = nodes.toSorted((a, b) => a.name.localeCompare(b.name, 'en')).map(dated);
    return { items, capacity: await readCapacityView(ctx.dataSource.manager) };
  });
