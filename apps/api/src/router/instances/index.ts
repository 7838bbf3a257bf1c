import { router } from '../../trpc/procedures.js';
import { addDomainProcedure } from './add-domain.js';
import { checkDomainProcedure } from './check-domain.js';
import { domainsProcedure } from './domains.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { moveDomainProcedure } from './move-domain.js';
import { onChangeProcedure } from './on-change.js';
import { removeDomainProcedure } from './remove-domain.js';
import { startProcedure } from './start.js';
import { stopProcedure } from './stop.js';

export const instancesRouter = router({
  list: listProcedure,
  get: getProcedure,
  start: startProcedure,
  stop: stopProcedure,
  domains: domainsProcedure,
  addDomain: addDomainProcedure,
  checkDomain: checkDomainProcedure,
  moveDomain: moveDomainProcedure,
  removeDomain: removeDomainProcedure,
  onChange: onChangeProcedure,
});
