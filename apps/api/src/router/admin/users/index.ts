import { router } from '../../../trpc/procedures.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';

export const adminUsersRouter = router({
  list: listProcedure,
  get: getProcedure,
});
