import { router } from '../../../trpc/procedures.js';
import { paymentsProcedure } from './payments.js';

export const adminAnalyticsRouter = router({
  payments: paymentsProcedure,
});
