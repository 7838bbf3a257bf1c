import { Backup } from '@minispod/database/entities/backup.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { completeBackup, type Stored } from '@minispod/domain/backup/finish-backup';
import { advancePhase, movePhase, type NextPhase } from '@minispod/domain/operation/advance-phase';
import { endOperation } from '@minispod/domain/operation/end-operation';
import type { Operation } from '@minispod/domain/operation/operation';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { loadDesired } from '@minispod/domain/provisioning/load-desired';
import { required } from '@minispod/domain/rows';
import type { Carrier } from './deps.js';
import { StepFailed } from './step-failed.js';
import { storeBackup } from './streams.js';
import { countTry, refuseMoreTries, tried } from './tries.js';
import { loadBackup } from './volumes.js';
import { untilReady, untilStopped } from './wait-for.js';

type Backing = Operation<'BACKUP'> | Operation<'UPDATE'>;

/** What the cluster should hold now, the operation's phase included. */
export async function desiredNow(
  { dataSource, encryptionKey }: Carrier,
  { instanceId }: Pick<Operation, 'instanceId'>,
): Promise<DesiredInstance> {
  return required(await loadDesired(dataSource.manager, instanceId, encryptionKey));
}

/**
 * Settles how it is made, while nothing has been touched: a snapshot where the cluster makes them, else by the app's own
 * command where there is one and the app runs, else by stopping the app and copying its volume. The last backup is always
 * a cold copy: snapshots do not outlive the instance.
 */
export async function settleFormat(carrier: Carrier, operation: Operation<'BACKUP'>): Promise<void> {
  const { dataSource, data, cluster, clock } = carrier;
  const backup = await loadBackup(carrier, operation.input.backupId);
  const desired = await desiredNow(carrier, operation);
  const isHot = backup.kind !== 'FINAL';
  const takesSnapshot = isHot && (await data.hasSnapshots());
  const runsCommand =
    isHot && desired.template.backup !== undefined && (await cluster.observe(desired)).phase === 'READY';
  const format = takesSnapshot ? 'SNAPSHOT' : runsCommand ? 'COMMAND' : 'VOLUME';
  const isCold = format === 'VOLUME';
  await withTransaction(dataSource, async (tx) => {
    const next = { phase: isCold ? 'stop' : 'copy', input: { isCold } } as const;
    if (await advancePhase(tx, operation, next, clock.now()))
      await tx.update(Backup, { id: backup.id }, { format });
  });
}

/** The app is to be away while its volume is copied. */
export async function stopApp(carrier: Carrier, operation: Backing): Promise<void> {
  const desired = await desiredNow(carrier, operation);
  await carrier.cluster.apply(desired);
  await untilStopped(carrier, desired);
  await movePhase(
    carrier.dataSource,
    operation as Operation<'BACKUP'>,
    { phase: 'copy' },
    carrier.clock.now(),
  );
}

/** Copies, and goes on to `next` in the commit that completes the backup. */
export async function copyVolume(
  carrier: Carrier,
  operation: Backing,
  next: NextPhase<Operation<'BACKUP'>> & { alongside?: (tx: Tx, now: Date) => Promise<void> },
): Promise<void> {
  refuseMoreTries(operation);
  const backup = await loadBackup(carrier, operation.input.backupId);
  const desired = await desiredNow(carrier, operation);
  const { data, dataSource, clock } = carrier;
  // A copy that was interrupted may have left its pod; while the cluster is away this is no try.
  if ((await data.removeHelpers(desired)).remaining > 0) {
    await carrier.untilChanged(desired.instanceId, carrier.signal);
    return;
  }
  const counted = await countTry(carrier, operation);
  if (!counted) return;
  const stored = await tried(carrier, counted, () => copy(carrier, backup, desired));
  await withTransaction(dataSource, async (tx) => {
    const now = clock.now();
    if (!(await advancePhase(tx, counted as Operation<'BACKUP'>, next, now))) return;
    await completeBackup(tx, backup.id, stored, now);
    await next.alongside?.(tx, now);
  });
}

async function copy(carrier: Carrier, backup: Backup, desired: DesiredInstance): Promise<Stored> {
  const { data, signal } = carrier;
  switch (backup.format) {
    case 'SNAPSHOT':
      return { ...(await data.snapshot(desired, backup.id, signal)), sha256: null };
    case 'COMMAND':
      return storeBackup(carrier, backup, (to, until) => data.dump(desired, to, until));
    case 'VOLUME':
      return storeBackup(carrier, backup, (to, until) => data.copyOut(desired, to, until));
  }
}

/** The backup is stored, whatever comes of this: waits a while for the app to be back, so that its owner sees it come. */
export async function startApp(carrier: Carrier, operation: Operation<'BACKUP'>): Promise<void> {
  const desired = await desiredNow(carrier, operation);
  if (operation.input.isCold && desired.running) {
    await carrier.cluster.apply(desired);
    await untilReady(carrier, desired, operation).catch((error: unknown) => {
      if (!(error instanceof StepFailed)) throw error;
      carrier.logger.warn({ err: error, instanceId: desired.instanceId }, 'not back after its backup');
    });
  }
  await withTransaction(carrier.dataSource, (tx) => endOperation(tx, operation, null, carrier.clock.now()));
}
