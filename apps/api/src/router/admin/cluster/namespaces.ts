import { ClusterListInput, NamespaceListView } from '@minispod/contracts/cluster';
import { readEmails } from '@minispod/domain/fleet/read-emails';
import { administratorProcedure } from '../../../trpc/procedures.js';
import { dated, listed, paged } from './lists.js';

export const namespacesProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/cluster/namespaces',
      tags: ['Administration'],
      summary: 'Namespaces of the customers',
    },
  })
  .input(ClusterListInput)
  .output(NamespaceListView)
  .query(async ({ ctx, input }) => {
    const all = await listed(ctx.clusterReader, 'namespaces');
    const wanted = all.filter(({ name }) => input.namespace === undefined || name === input.namespace);
    const emails = await readEmails(
      ctx.dataSource.manager,
      wanted.flatMap(({ userId }) => userId ?? []),
    );
    const rows = wanted.map((row) => ({ ...row, userEmail: emails.get(row.userId ?? '') ?? null }));
    const found = paged(rows, input, (row) => [row.name, row.userEmail]);
    return { ...found, items: found.items.map(dated) };
  });
