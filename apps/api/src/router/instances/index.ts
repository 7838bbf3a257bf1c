import { router } from '../../trpc/procedures.js';
import { addDomainProcedure } from './add-domain.js';
import { backupsProcedure } from './backups.js';
import { checkDomainProcedure } from './check-domain.js';
import { createProcedure } from './create.js';
import { createBackupProcedure } from './create-backup.js';
import { deleteProcedure } from './delete.js';
import { deleteBackupProcedure } from './delete-backup.js';
import { domainsProcedure } from './domains.js';
import { eventsProcedure } from './events.js';
import { getProcedure } from './get.js';
import { listProcedure } from './list.js';
import { logsProcedure } from './logs.js';
import { metricsProcedure } from './metrics.js';
import { moveDomainProcedure } from './move-domain.js';
import { onChangeProcedure } from './on-change.js';
import { onLogProcedure } from './on-log.js';
import { recoverProcedure } from './recover.js';
import { removeDomainProcedure } from './remove-domain.js';
import { restartProcedure } from './restart.js';
import { restoreBackupProcedure } from './restore-backup.js';
import { retryProcedure } from './retry.js';
import { setMainDomainProcedure } from './set-main-domain.js';
import { startProcedure } from './start.js';
import { stopProcedure } from './stop.js';
import { undoRestoreProcedure } from './undo-restore.js';
import { updateProcedure } from './update.js';
import { updateAppProcedure } from './update-app.js';
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
  backups: backupsProcedure,
  createBackup: createBackupProcedure,
  restoreBackup: restoreBackupProcedure,
  undoRestore: undoRestoreProcedure,
  deleteBackup: deleteBackupProcedure,
  updateApp: updateAppProcedure,
  domains: domainsProcedure,
  addDomain: addDomainProcedure,
  checkDomain: checkDomainProcedure,
  moveDomain: moveDomainProcedure,
  removeDomain: removeDomainProcedure,
  setMainDomain: setMainDomainProcedure,
  onChange: onChangeProcedure,
  metrics: metricsProcedure,
  events: eventsProcedure,
  logs: logsProcedure,
  onLog: onLogProcedure,
});
