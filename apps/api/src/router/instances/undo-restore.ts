import { CreateBackupInput, OperationStartedView } from '@minispod/contracts/operation';
import { undoRestore } from '@minispod/domain/backup/undo-restore';
import { userProcedure } from '../../trpc/procedures.js';

export const undoRestoreProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/services/instances/{id}/restore/undo',
      tags: ['Instances'],
      summary: 'Put an instance back to the data from before its last restore',
    },
  })
  .input(CreateBackupInput)
  .output(OperationStartedView)
  .mutation(({ ctx, input }) =>
    undoRestore(
      ctx.dataSource,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
