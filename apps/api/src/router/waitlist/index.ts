import { router } from '../../trpc/procedures.js';
import { getProcedure } from './get.js';
import { joinProcedure } from './join.js';
import { leaveProcedure } from './leave.js';

export const waitlistRouter = router({
  get: getProcedure,
  join: joinProcedure,
  leave: leaveProcedure,
});
