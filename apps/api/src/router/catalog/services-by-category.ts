import { CategoryServicesInput, ServiceListView } from '@minispod/contracts/catalog';
import { listServices } from '@minispod/domain/catalog/list-services';
import { publicProcedure } from '../../trpc/procedures.js';

export const servicesByCategoryProcedure = publicProcedure
  .meta({
    kept: true,
    openapi: {
      method: 'GET',
      path: '/catalog/categories/{categorySlug}/services',
      tags: ['Catalog'],
      summary: 'Services of a category',
      protect: false,
    },
  })
  .input(CategoryServicesInput)
  .output(ServiceListView)
  .query(({ ctx, input }) => listServices(ctx.dataSource.manager, input));
