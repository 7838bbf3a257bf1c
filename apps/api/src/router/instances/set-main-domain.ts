import { SetMainDomainInput } from '@minispod/contracts/custom-domain';
import { InstanceView } from '@minispod/contracts/instance';
import { setMainDomain } from '@minispod/domain/custom-domain/set-main-domain';
import { userProcedure } from '../../trpc/procedures.js';

export const setMainDomainProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'PUT',
      path: '/user/services/instances/{id}/main-domain',
      tags: ['Instances'],
      summary: 'Choose the address that the app takes for its own',
    },
  })
  .input(SetMainDomainInput)
  .output(InstanceView)
  .mutation(({ ctx, input }) =>
    setMainDomain(ctx.dataSource, ctx.user.userId, input, ctx.domainSettings, ctx.clock.now()),
  );
