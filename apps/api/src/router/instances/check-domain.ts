import { DomainInput, DomainView } from '@minispod/contracts/custom-domain';
import { requestCheck } from '@minispod/domain/custom-domain/request-check';
import { userProcedure } from '../../trpc/procedures.js';

export const checkDomainProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/domains/{domainId}/check',
      tags: ['Instances'],
      summary: 'Look at the DNS of a domain again',
    },
  })
  .input(DomainInput)
  .output(DomainView)
  .mutation(({ ctx, input }) =>
    requestCheck(ctx.dataSource, ctx.user.userId, input, ctx.domainSettings, ctx.clock.now()),
  );
