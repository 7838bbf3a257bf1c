import { router } from '../../../trpc/procedures.js';
import { listProcedure } from './list.js';

export const adminAuditLogRouter = router({
  list: listProcedure,
});
