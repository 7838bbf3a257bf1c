import type { OperationView } from '@minispod/contracts/operation';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { insertBackup } from '../backup/insert-backup.js';
import { open, seal } from '../encryption/seal.js';
import { DomainError, notFound } from '../errors.js';
import { once } from '../idempotency/once.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';
import { makeSecrets } from '../instance/make-secrets.js';
import { refuseWhileOthersDecide } from '../instance/refuse.js';
import { startOperation } from '../operation/start-operation.js';
import { toOperationView } from '../operation/views.js';
import { lockWallet } from '../wallet/lock-wallet.js';

interface UpdateApp {
  id: string;
  /** Absent: the newest. */
  version?: string | undefined;
  requestId?: string | undefined;
}

/**
 * Its owner wants the newer version of the app: a backup first, and back to it when the new version does not come up.
 * CONFLICT when that version runs already, is older, was withdrawn, and when nothing may be done with the instance now.
 */
export async function updateApp(
  { dataSource, encryptionKey }: { dataSource: DataSource; encryptionKey: string },
  userId: string,
  { requestId, ...input }: UpdateApp,
  now: Date,
): Promise<{ operation: OperationView }> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const request = { userId, key: requestId, operation: 'instances.updateApp', input };
    return once(tx, request, now, async () => {
      const loaded = await loadInstance(tx, input.id, userId);
      if (!loaded) throw notFound('Instance');
      await refuseWhileOthersDecide(tx, loaded);
      const wanted = await findNewer(tx, loaded, input.version ?? loaded.service.version);
      await makeMissingSecrets(tx, loaded, wanted, encryptionKey);
      const backup = await insertBackup(tx, loaded, { kind: 'PRE_UPDATE', format: 'VOLUME' }, now);
      const operation = await startOperation(
        tx,
        loaded,
        {
          kind: 'UPDATE',
          actor: `user:${userId}`,
          input: {
            backupId: backup.id,
            fromVersionId: loaded.version.id,
            toVersionId: wanted.id,
            generation: loaded.instance.volumeGeneration + 1,
          },
        },
        now,
      );
      await closeAlert(tx, { kind: 'UPDATE_ROLLED_BACK', subject: input.id }, now);
      return { operation: toOperationView(operation) };
    });
  });
}

/**
 * A newer template may want a secret that the instance was not made with. One that the present version does not refer to
 * changes nothing there, so it may be made before anybody knows whether the update succeeds.
 */
async function makeMissingSecrets(
  tx: Tx,
  { instance }: LoadedInstance,
  { template }: ServiceVersion,
  encryptionKey: string,
): Promise<void> {
  const present = JSON.parse(
    open(encryptionKey, { column: 'secrets', id: instance.id }, instance.secrets),
  ) as Record<string, string>;
  const missing = Object.entries(template.secrets).filter(([name]) => !Object.hasOwn(present, name));
  if (missing.length === 0) return;
  const secrets = { ...present, ...makeSecrets(Object.fromEntries(missing)) };
  await tx.update(
    ServiceInstance,
    { id: instance.id },
    { secrets: seal(encryptionKey, { column: 'secrets', id: instance.id }, JSON.stringify(secrets)) },
  );
}

async function findNewer(
  tx: Tx,
  { service, version: current }: LoadedInstance,
  version: string,
): Promise<ServiceVersion> {
  const wanted = await tx.findOneBy(ServiceVersion, { serviceId: service.id, version });
  if (!wanted) throw notFound('Version');
  const refuse = (message: string) =>
    new DomainError('CONFLICT', message, { version, current: current.version });
  if (wanted.id === current.id) throw refuse(`It runs ${service.name} ${version} already`);
  if (wanted.withdrawnReason !== null)
    throw refuse(`${service.name} ${version} was withdrawn: ${wanted.withdrawnReason}`);
  if (wanted.createdAt < current.createdAt)
    throw refuse(`It runs ${current.version}, which is newer: data does not go back to an older version`);
  return wanted;
}
