import { router } from '../../trpc/procedures.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { onChangeProcedure } from './on-change.js';
import { startProcedure } from './start.js';
import { stopProcedure } from './stop.js';

export const instancesRouter = router({
  list: listProcedure,
  get: getProcedure,
  start: startProcedure,
  stop: stopProcedure,
  onChange: onChangeProcedure,
});
