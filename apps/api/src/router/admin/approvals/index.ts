import { router } from '../../../trpc/procedures.js';
import { approveProcedure } from './approve.js';
import { listProcedure } from './list.js';
import { refuseProcedure } from './refuse.js';

export const adminApprovalsRouter = router({
  list: listProcedure,
  approve: approveProcedure,
  refuse: refuseProcedure,
});
