import { router } from '../../trpc/procedures.js';
import { checkSubdomainProcedure } from './check-subdomain.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { quoteProcedure } from './quote.js';
import { subscribeProcedure } from './subscribe.js';

export const subscriptionsRouter = router({
  list: listProcedure,
  get: getProcedure,
  quote: quoteProcedure,
  checkSubdomain: checkSubdomainProcedure,
  subscribe: subscribeProcedure,
});
