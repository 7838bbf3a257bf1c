import { DomainView, MoveDomainInput } from '@minispod/contracts/custom-domain';
import { moveDomain } from '@minispod/domain/custom-domain/move-domain';
import { userProcedure } from '../../trpc/procedures.js';

export const moveDomainProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/domains/{domainId}/move',
      tags: ['Instances'],
      summary: 'Hand a domain to another of your instances',
    },
  })
  .input(MoveDomainInput)
  .output(DomainView)
  .mutation(({ ctx, input }) =>
    moveDomain(ctx.dataSource, ctx.user.userId, input, ctx.domainSettings, ctx.clock.now()),
  );
