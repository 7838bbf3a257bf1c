import { router } from '../../../trpc/procedures.js';
import { differencesProcedure } from './differences.js';
import { importsProcedure } from './imports.js';
import { resolveProcedure } from './resolve.js';

export const adminReconciliationRouter = router({
  imports: importsProcedure,
  differences: differencesProcedure,
  resolve: resolveProcedure,
});
