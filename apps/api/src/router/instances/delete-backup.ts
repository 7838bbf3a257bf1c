import { BackupInput } from '@minispod/contracts/operation';
import { deleteBackup } from '@minispod/domain/backup/delete-backup';
import { Done, userProcedure } from '../../trpc/procedures.js';

export const deleteBackupProcedure = userProcedure
  .meta({
    openapi: {
      method: 'DELETE',
      path: '/user/services/instances/{id}/backups/{backupId}',
      tags: ['Instances'],
      summary: 'Delete a backup for good',
    },
  })
  .input(BackupInput.omit({ requestId: true }))
  .output(Done)
  .mutation(async ({ ctx, input }) => {
    await deleteBackup(ctx.dataSource, ctx.user.userId, input, ctx.clock.now());
    return {};
  });
