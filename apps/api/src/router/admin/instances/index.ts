import { router } from '../../../trpc/procedures.js';
import { listProcedure } from './list.js';
import { lockProcedure } from './lock.js';
import { restartProcedure } from './restart.js';
import { retryProcedure } from './retry.js';
import { terminateProcedure } from './terminate.js';
import { unlockProcedure } from './unlock.js';

export const adminInstancesRouter = router({
  list: listProcedure,
  lock: lockProcedure,
  unlock: unlockProcedure,
  restart: restartProcedure,
  retry: retryProcedure,
  terminate: terminateProcedure,
});
