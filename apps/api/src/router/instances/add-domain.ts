import { AddDomainInput, DomainView } from '@minispod/contracts/custom-domain';
import { addDomain } from '@minispod/domain/custom-domain/add-domain';
import { userProcedure } from '../../trpc/procedures.js';

export const addDomainProcedure = userProcedure
  .meta({
    status: 201,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/domains',
      tags: ['Instances'],
      summary: 'Put a domain of your own on an instance',
    },
  })
  .input(AddDomainInput)
  .output(DomainView)
  .mutation(({ ctx, input }) =>
    addDomain(
      ctx.dataSource,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.domainSettings,
      ctx.clock.now(),
    ),
  );
