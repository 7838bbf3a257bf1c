import { router } from '../../../trpc/procedures.js';
import { runProcedure } from './run.js';

export const adminBillingRouter = router({
  run: runProcedure,
});
