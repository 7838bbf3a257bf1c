import { BackupListInput, BackupListView } from '@minispod/contracts/operation';
import { listBackups } from '@minispod/domain/backup/list-backups';
import { userProcedure } from '../../trpc/procedures.js';

export const backupsProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/instances/{id}/backups',
      tags: ['Instances'],
      summary: 'Backups an instance can be restored from, newest first, and when the next is due',
    },
  })
  .input(BackupListInput)
  .output(BackupListView)
  .query(({ ctx, input }) => listBackups(ctx.dataSource.manager, ctx.user.userId, input));
