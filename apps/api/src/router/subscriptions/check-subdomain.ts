import { SubdomainCheckInput, SubdomainCheckView } from '@minispod/contracts/subscription';
import { checkSubdomain } from '@minispod/domain/subscription/check-subdomain';
import { userProcedure } from '../../trpc/procedures.js';

export const checkSubdomainProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/subdomains/{subdomain}',
      tags: ['Subscriptions'],
      summary: 'Whether an address is free',
    },
  })
  .input(SubdomainCheckInput)
  .output(SubdomainCheckView)
  .query(({ ctx, input }) =>
    checkSubdomain(ctx.dataSource.manager, ctx.user.userId, input.subdomain, ctx.appsDomain, ctx.clock.now()),
  );
