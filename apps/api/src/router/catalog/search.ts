import { SearchInput, ServiceListView } from '@minispod/contracts/catalog';
import { searchServices } from '@minispod/domain/catalog/search-services';
import { publicProcedure } from '../../trpc/procedures.js';

export const searchProcedure = publicProcedure
  .meta({
    kept: true,
    openapi: {
      method: 'GET',
      path: '/catalog/search',
      tags: ['Catalog'],
      summary: 'Find services by words, category, tag and price',
      protect: false,
    },
  })
  .input(SearchInput)
  .output(ServiceListView)
  .query(({ ctx, input }) => searchServices(ctx.dataSource.manager, input));
