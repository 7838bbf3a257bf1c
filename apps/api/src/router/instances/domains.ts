import { DomainListInput, DomainListView } from '@minispod/contracts/custom-domain';
import { listDomains } from '@minispod/domain/custom-domain/list-domains';
import { userProcedure } from '../../trpc/procedures.js';

export const domainsProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/instances/{id}/domains',
      tags: ['Instances'],
      summary: 'Domains of your own on an instance, with the records to set',
    },
  })
  .input(DomainListInput)
  .output(DomainListView)
  .query(({ ctx, input }) =>
    listDomains(ctx.dataSource.manager, ctx.user.userId, input.id, ctx.domainSettings),
  );
