import type { OperationView } from '@minispod/contracts/operation';
import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError, notFound } from '../errors.js';
import { once } from '../idempotency/once.js';
import { loadInstance } from '../instance/load-instance.js';
import { refuseWhileOthersDecide } from '../instance/refuse.js';
import { holdingOf } from '../operation/holding.js';
import { asOperation, type Operation } from '../operation/operation.js';
import { startOperation } from '../operation/start-operation.js';
import { toOperationView } from '../operation/views.js';
import { lockWallet } from '../wallet/lock-wallet.js';

/**
 * It was the wrong backup: back to the volume before the last restore, with its version and secrets, while that is kept.
 * What was stored since the restore is lost. CONFLICT when there is no such volume any more.
 */
export async function undoRestore(
  dataSource: DataSource,
  userId: string,
  { id, requestId }: { id: string; requestId?: string | undefined },
  now: Date,
): Promise<{ operation: OperationView }> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const request = { userId, key: requestId, operation: 'instances.undoRestore', input: { id } };
    return once(tx, request, now, async () => {
      const loaded = await loadInstance(tx, id, userId);
      if (!loaded) throw notFound('Instance');
      await refuseWhileOthersDecide(tx, loaded);
      const { instance } = loaded;
      const restores = await tx.find(InstanceOperation, {
        where: { instanceId: id, kind: 'RESTORE', status: 'SUCCEEDED' },
        order: { createdAt: 'DESC' },
        take: 1,
      });
      const last = restores[0] && (asOperation(restores[0]) as Operation<'RESTORE'>).input;
      if (!last || instance.previousGeneration !== last.from.volumeGeneration)
        throw new DomainError('CONFLICT', 'The data from before is not kept any more');
      const operation = await startOperation(
        tx,
        loaded,
        {
          kind: 'RESTORE',
          actor: `user:${userId}`,
          input: {
            backupId: null,
            from: holdingOf(instance),
            to: { ...last.from, previousGeneration: null, previousUntil: null },
            loadsRunning: false,
          },
        },
        now,
      );
      return { operation: toOperationView(operation) };
    });
  });
}
