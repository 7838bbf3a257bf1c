import { router } from '../../../trpc/procedures.js';
import { cancelProcedure } from './cancel.js';
import { listProcedure } from './list.js';
import { resumeProcedure } from './resume.js';
import { suspendProcedure } from './suspend.js';

export const adminSubscriptionsRouter = router({
  list: listProcedure,
  suspend: suspendProcedure,
  resume: resumeProcedure,
  cancel: cancelProcedure,
});
