import { DrillInput, OperationStartedView } from '@minispod/contracts/operation';
import { drillBackup } from '@minispod/domain/backup/start-drill';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const drillProcedure = administratorProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/admin/backups/{backupId}/drill',
      tags: ['Administration'],
      summary: 'Prove a backup: restore it into a throwaway, see it come up, remove it',
    },
  })
  .input(DrillInput)
  .output(OperationStartedView)
  .mutation(({ ctx, input }) =>
    drillBackup(
      ctx.dataSource,
      ctx.user.userId,
      { ...input, requestId: input.requestId ?? ctx.idempotencyKey },
      ctx.clock.now(),
    ),
  );
