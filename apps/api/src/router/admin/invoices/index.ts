import { router } from '../../../trpc/procedures.js';
import { listProcedure } from './list.js';

export const adminInvoicesRouter = router({
  list: listProcedure,
});
