import { router } from '../../trpc/procedures.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { onChangeProcedure } from './on-change.js';
import { payProcedure } from './pay.js';

export const ordersRouter = router({
  list: listProcedure,
  get: getProcedure,
  pay: payProcedure,
  onChange: onChangeProcedure,
});
