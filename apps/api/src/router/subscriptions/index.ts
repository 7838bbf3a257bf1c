import { router } from '../../trpc/procedures.js';
import { cancelProcedure } from './cancel.js';
import { checkSubdomainProcedure } from './check-subdomain.js';
import { checkoutProcedure } from './checkout.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { payProcedure } from './pay.js';
import { quoteProcedure } from './quote.js';
import { subscribeProcedure } from './subscribe.js';
import { updateProcedure } from './update.js';
import { upgradeProcedure } from './upgrade.js';
import { upgradeQuoteProcedure } from './upgrade-quote.js';

export const subscriptionsRouter = router({
  list: listProcedure,
  get: getProcedure,
  quote: quoteProcedure,
  checkSubdomain: checkSubdomainProcedure,
  subscribe: subscribeProcedure,
  checkout: checkoutProcedure,
  upgradeQuote: upgradeQuoteProcedure,
  upgrade: upgradeProcedure,
  update: updateProcedure,
  pay: payProcedure,
  cancel: cancelProcedure,
});
