import { router } from '../../../trpc/procedures.js';
import { approveProcedure } from './approve.js';
import { clearFlagProcedure } from './clear-flag.js';
import { decideProcedure } from './decide.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { recheckProcedure } from './recheck.js';
import { refundProcedure } from './refund.js';
import { rejectProcedure } from './reject.js';

export const adminPaymentsRouter = router({
  list: listProcedure,
  get: getProcedure,
  approve: approveProcedure,
  reject: rejectProcedure,
  decide: decideProcedure,
  recheck: recheckProcedure,
  refund: refundProcedure,
  clearFlag: clearFlagProcedure,
});
