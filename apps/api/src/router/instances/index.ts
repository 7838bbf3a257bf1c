import { router } from '../../trpc/procedures.js';
import { addDomainProcedure } from './add-domain.js';
import { checkDomainProcedure } from './check-domain.js';
import { createProcedure } from './create.js';
import { deleteProcedure } from './delete.js';
import { domainsProcedure } from './domains.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { logsProcedure } from './logs.js';
import { moveDomainProcedure } from './move-domain.js';
import { onChangeProcedure } from './on-change.js';
import { onLogProcedure } from './on-log.js';
import { recoverProcedure } from './recover.js';
import { removeDomainProcedure } from './remove-domain.js';
import { restartProcedure } from './restart.js';
import { retryProcedure } from './retry.js';
import { startProcedure } from './start.js';
import { stopProcedure } from './stop.js';
import { updateProcedure } from './update.js';
import { variablesProcedure } from './variables.js';

export const instancesRouter = router({
  list: listProcedure,
  get: getProcedure,
  start: startProcedure,
  stop: stopProcedure,
  restart: restartProcedure,
  retry: retryProcedure,
  update: updateProcedure,
  variables: variablesProcedure,
  create: createProcedure,
  delete: deleteProcedure,
  recover: recoverProcedure,
  domains: domainsProcedure,
  addDomain: addDomainProcedure,
  checkDomain: checkDomainProcedure,
  moveDomain: moveDomainProcedure,
  removeDomain: removeDomainProcedure,
  onChange: onChangeProcedure,
  logs: logsProcedure,
  onLog: onLogProcedure,
});
