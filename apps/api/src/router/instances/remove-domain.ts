import { DomainInput } from '@minispod/contracts/custom-domain';
import { removeDomain } from '@minispod/domain/custom-domain/remove-domain';
import { Done, userProcedure } from '../../trpc/procedures.js';

export const removeDomainProcedure = userProcedure
  .meta({
    openapi: {
      method: 'DELETE',
      path: '/user/services/instances/{id}/domains/{domainId}',
      tags: ['Instances'],
      summary: 'Take a domain off an instance',
    },
  })
  .input(DomainInput)
  .output(Done)
  .mutation(async ({ ctx, input }) => {
    await removeDomain(ctx.dataSource, ctx.user.userId, input, ctx.clock.now());
    return {};
  });
