import { router } from '../../../trpc/procedures.js';
import { adjustProcedure } from './adjust.js';

export const adminWalletRouter = router({
  adjust: adjustProcedure,
});
