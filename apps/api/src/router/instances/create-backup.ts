import { BackupStartedView, CreateBackupInput } from '@minispod/contracts/operation';
import { createBackup } from '@minispod/domain/backup/create-backup';
import { userProcedure } from '../../trpc/procedures.js';

export const createBackupProcedure = userProcedure
  .meta({
    status: 201,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/backups',
      tags: ['Instances'],
      summary: 'Make a backup of an instance now',
    },
  })
  .input(CreateBackupInput)
  .output(BackupStartedView)
  .mutation(({ ctx, input }) =>
    createBackup(
      ctx.dataSource,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
