import { router } from '../../trpc/procedures.js';
import { listProcedure } from './list.js';
import { markAllReadProcedure } from './mark-all-read.js';
import { markReadProcedure } from './mark-read.js';
import { onNewProcedure } from './on-new.js';
import { preferencesProcedure } from './preferences.js';
import { setPreferenceProcedure } from './set-preference.js';

export const notificationsRouter = router({
  list: listProcedure,
  markRead: markReadProcedure,
  markAllRead: markAllReadProcedure,
  preferences: preferencesProcedure,
  setPreference: setPreferenceProcedure,
  onNew: onNewProcedure,
});
