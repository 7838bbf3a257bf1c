import { router } from '../../../trpc/procedures.js';
import { listProcedure } from './list.js';
import { withdrawProcedure } from './withdraw.js';

export const adminFleetRouter = router({
  list: listProcedure,
  withdraw: withdrawProcedure,
});
