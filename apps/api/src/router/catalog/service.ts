import { ServiceInput, ServiceView } from '@minispod/contracts/catalog';
import { getService } from '@minispod/domain/catalog/get-service';
import { publicProcedure } from '../../trpc/procedures.js';

export const serviceProcedure = publicProcedure
  .meta({
    kept: true,
    openapi: {
      method: 'GET',
      path: '/catalog/services/{serviceSlug}',
      tags: ['Catalog'],
      summary: 'A service with its plans and what is available now',
      protect: false,
    },
  })
  .input(ServiceInput)
  .output(ServiceView)
  .query(({ ctx, input }) => getService(ctx.dataSource.manager, input.serviceSlug));
