import { CategoriesView } from '@minispod/contracts/catalog';
import { listCategories } from '@minispod/domain/catalog/list-categories';
import { NoInput, publicProcedure } from '../../trpc/procedures.js';

export const categoriesProcedure = publicProcedure
  .meta({
    kept: true,
    openapi: {
      method: 'GET',
      path: '/catalog/categories',
      tags: ['Catalog'],
      summary: 'Categories with the number of services in each',
      protect: false,
    },
  })
  .input(NoInput)
  .output(CategoriesView)
  .query(({ ctx }) => listCategories(ctx.dataSource.manager));
