import { router } from '../../../trpc/procedures.js';
import { advanceProcedure } from './advance.js';
import { getProcedure } from './get.js';

export const adminClockRouter = router({
  get: getProcedure,
  advance: advanceProcedure,
});
