import type { OperationView } from '@minispod/contracts/operation';
import type { Backup } from '@minispod/database/entities/backup.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { open, seal } from '../encryption/seal.js';
import { DomainError } from '../errors.js';
import { once } from '../idempotency/once.js';
import type { LoadedInstance } from '../instance/load-instance.js';
import { refuseWhileOthersDecide } from '../instance/refuse.js';
import { holdingOf } from '../operation/holding.js';
import type { Holding } from '../operation/operation.js';
import { startOperation } from '../operation/start-operation.js';
import { toOperationView } from '../operation/views.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { findBackup, refuseUnfinished } from './find-backup.js';

interface Deps {
  dataSource: DataSource;
  encryptionKey: string;
}

interface RestoreBackup {
  id: string;
  backupId: string;
  requestId?: string | undefined;
}

/**
 * Its owner wants an instance back as a backup has it: data, version of the app and the secrets it was made with, on a new
 * volume; the volume of now is kept for a week. CONFLICT for a backup that holds nothing, for a snapshot of another
 * instance, and when nothing may be done with the instance now.
 */
export async function restoreBackup(
  { dataSource, encryptionKey }: Deps,
  userId: string,
  { requestId, ...input }: RestoreBackup,
  now: Date,
): Promise<{ operation: OperationView }> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const request = { userId, key: requestId, operation: 'instances.restoreBackup', input };
    return once(tx, request, now, async () => {
      const { backup, ...loaded } = await findBackup(tx, userId, input);
      refuseUnfinished(backup);
      if (backup.format === 'SNAPSHOT' && backup.instanceId !== input.id)
        throw new DomainError('CONFLICT', 'A snapshot can be restored into its own instance only');
      await refuseWhileOthersDecide(tx, loaded);
      const { template } = required(await tx.findOneBy(ServiceVersion, { id: backup.serviceVersionId }));
      const from = holdingOf(loaded.instance);
      const operation = await startOperation(
        tx,
        loaded,
        {
          kind: 'RESTORE',
          actor: `user:${userId}`,
          input: {
            backupId: backup.id,
            from,
            to: asBackedUp(loaded, backup, encryptionKey),
            loadsRunning: backup.format === 'COMMAND' && template.backup?.restore.when === 'running',
          },
        },
        now,
      );
      return { operation: toOperationView(operation) };
    });
  });
}

function asBackedUp({ instance }: LoadedInstance, backup: Backup, encryptionKey: string): Holding {
  const secrets =
    backup.instanceId === instance.id
      ? backup.secrets
      : seal(
          encryptionKey,
          { column: 'secrets', id: instance.id },
          open(encryptionKey, { column: 'secrets', id: backup.instanceId }, backup.secrets),
        );
  return {
    volumeGeneration: instance.volumeGeneration + 1,
    serviceVersionId: backup.serviceVersionId,
    secrets,
    previousGeneration: instance.volumeGeneration,
    // Known when it is switched.
    previousUntil: null,
  };
}
