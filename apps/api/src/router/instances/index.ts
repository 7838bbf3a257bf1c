import { router } from '../../trpc/procedures.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { onChangeProcedure } from './on-change.js';

export const instancesRouter = router({
  list: listProcedure,
  get: getProcedure,
  onChange: onChangeProcedure,
});
