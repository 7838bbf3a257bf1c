import { BackupInput, OperationStartedView } from '@minispod/contracts/operation';
import { restoreBackup } from '@minispod/domain/backup/restore-backup';
import { userProcedure } from '../../trpc/procedures.js';

export const restoreBackupProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/backups/{backupId}/restore',
      tags: ['Instances'],
      summary: 'Put an instance back to a backup; the data of now is kept for a week',
    },
  })
  .input(BackupInput)
  .output(OperationStartedView)
  .mutation(({ ctx, input }) =>
    restoreBackup(
      ctx,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
