import { router } from '../../trpc/procedures.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { sendProcedure } from './send.js';

export const invoicesRouter = router({
  list: listProcedure,
  get: getProcedure,
  send: sendProcedure,
});
