import { withTransaction } from '@minispod/database/transaction';
import { closeOldAlerts } from '@minispod/domain/app-update/close-old-alerts';
import { offerUpdates } from '@minispod/domain/app-update/offer-updates';
import { findExpiredBackups, markErased } from '@minispod/domain/backup/expire-backups';
import { planBackups, startDueBackups } from '@minispod/domain/backup/schedule-backups';
import { startDueDrill } from '@minispod/domain/backup/start-drill';
import { findDueBins } from '@minispod/domain/instance/due-bins';
import { terminateInstance } from '@minispod/domain/instance/terminate';
import { forgetPreviousVolumes } from '@minispod/domain/operation/forget-previous-volumes';
import { countScheduled, findPendingOperations } from '@minispod/domain/operation/pending-operations';
import { beginPart } from '@minispod/domain/sweep/marks';
import type { OperationDeps } from '../operations/deps.js';
import type { OperationRunner } from '../operations/runner.js';

/** Looked at in one pass, oldest first. */
const BATCH = 100;
/** An operation's own job has this long before the sweep takes its part, in ms. */
const HEAD_START = 3_000;
/** Of the places there are, the schedule takes no more: whoever waits at a screen finds one. */
const SCHEDULED_AT_ONCE = 4;
const HOUR_MS = 3_600_000;

/**
 * Finds in the database what nobody carries, what is owed, and what is due: open operations, leavings, bins, backups by schedule,
 * expired ones, volumes whose week is over, updates to tell of, the week's drills. One part's failure is no other's.
 */
export function sweepOperations(deps: OperationDeps, runner: Pick<OperationRunner, 'begin'>) {
  const { dataSource, clock, logger } = deps;
  return async (): Promise<void> => {
    const now = clock.now();
    const hourly = (part: string, work: () => Promise<unknown>) => async () => {
      if (await beginPart(dataSource, part, HOUR_MS, now)) await work();
    };
    const parts: Record<string, () => Promise<unknown>> = {
      carry: () => carry(deps, runner, now),
      bins: () => emptyBins(deps, now),
      volumes: () => forgetPreviousVolumes(dataSource, now),
      schedule: () => scheduleBackups(deps, now),
      erase: () => eraseBackups(deps, now),
      offers: hourly('update-offers', () => offerUpdates(dataSource, now)),
      rollbacks: hourly('old-rollbacks', () => closeOldAlerts(dataSource, now)),
      drills: hourly('drills', () => startDueDrill(dataSource, now)),
    };
    for (const [part, work] of Object.entries(parts)) {
      await work().catch((error: unknown) => logger.error({ err: error, part }, 'part of a sweep failed'));
    }
  };
}

async function carry(
  { dataSource }: OperationDeps,
  runner: Pick<OperationRunner, 'begin'>,
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - HEAD_START);
  const { open, unclean } = await findPendingOperations(dataSource.manager, before, BATCH);
  for (const id of [...open, ...unclean]) runner.begin(id);
}

async function emptyBins({ dataSource }: OperationDeps, now: Date): Promise<void> {
  for (const id of await findDueBins(dataSource.manager, BATCH, now))
    await withTransaction(dataSource, (tx) => terminateInstance(tx, id, 'DELETED', now));
}

async function scheduleBackups({ dataSource }: OperationDeps, now: Date): Promise<void> {
  await planBackups(dataSource, now);
  const room = SCHEDULED_AT_ONCE - (await countScheduled(dataSource.manager));
  await startDueBackups(dataSource, room, now);
}

async function eraseBackups({ dataSource, store, data, logger }: OperationDeps, now: Date): Promise<void> {
  for (const backup of await findExpiredBackups(dataSource.manager, BATCH, now)) {
    try {
      const { id, userId, instanceId } = backup;
      if (backup.format === 'SNAPSHOT') await data.removeSnapshot({ userId, instanceId }, id);
      else await store.delete(backup.storageKey);
      await markErased(dataSource, id, now);
    } catch (error) {
      logger.warn({ err: error, backupId: backup.id }, 'could not erase');
    }
  }
}
