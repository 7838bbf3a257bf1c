import { router } from '../../trpc/procedures.js';
import { cancelTopUpProcedure } from './cancel-top-up.js';
import { checkTopUpProcedure } from './check-top-up.js';
import { getProcedure } from './get.js';
import { methodsProcedure } from './methods.js';
import { onChangeProcedure } from './on-change.js';
import { openTopUpsProcedure } from './open-top-ups.js';
import { topUpProcedure } from './top-up.js';
import { topUpStatusProcedure } from './top-up-status.js';
import { transactionProcedure } from './transaction.js';
import { transactionsProcedure } from './transactions.js';

export const walletRouter = router({
  get: getProcedure,
  topUp: topUpProcedure,
  topUpStatus: topUpStatusProcedure,
  checkTopUp: checkTopUpProcedure,
  cancelTopUp: cancelTopUpProcedure,
  openTopUps: openTopUpsProcedure,
  methods: methodsProcedure,
  transactions: transactionsProcedure,
  transaction: transactionProcedure,
  onChange: onChangeProcedure,
});
