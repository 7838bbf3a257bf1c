import type { OperationView } from '@minispod/contracts/operation';
import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError, notFound } from '../errors.js';
import { once } from '../idempotency/once.js';
import { loadInstance } from '../instance/load-instance.js';
import { refuseWhileOthersDecide } from '../instance/refuse.js';
import { holdingOf } from '../operation/holding.js';
import { asOperation, type Holding, type Operation } from '../operation/operation.js';
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
      const before = await heldBeforeRestore(tx, instance);
      if (!before) throw new DomainError('CONFLICT', 'The data from before is not kept any more');
      const operation = await startOperation(
        tx,
        loaded,
        {
          kind: 'RESTORE',
          actor: `user:${userId}`,
          input: {
            backupId: null,
            from: holdingOf(instance),
            to: { ...before, previousGeneration: null, previousUntil: null },
            loadsRunning: false,
          },
        },
        now,
      );
      return { operation: toOperationView(operation) };
    });
  });
}

/** What an instance held before its last restore, while that volume is kept; else null. */
export async function heldBeforeRestore(
  reader: Reader,
  { id, previousGeneration }: ServiceInstance,
): Promise<Holding | null> {
  if (previousGeneration === null) return null;
  const [last] = await reader.find(InstanceOperation, {
    where: { instanceId: id, kind: 'RESTORE', status: 'SUCCEEDED' },
    order: { createdAt: 'DESC' },
    take: 1,
  });
  const before = last && (asOperation(last) as Operation<'RESTORE'>).input.from;
  return before?.volumeGeneration === previousGeneration ? before : null;
}
