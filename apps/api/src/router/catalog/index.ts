import { router } from '../../trpc/procedures.js';
import { categoriesProcedure } from './categories.js';
import { searchProcedure } from './search.js';
import { serviceProcedure } from './service.js';
import { servicesByCategoryProcedure } from './services-by-category.js';

export const catalogRouter = router({
  categories: categoriesProcedure,
  servicesByCategory: servicesByCategoryProcedure,
  service: serviceProcedure,
  search: searchProcedure,
});
