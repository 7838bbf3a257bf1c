import { withTransaction } from '@minispod/database/transaction';
import { loadDrill } from '@minispod/domain/backup/load-drill';
import { movePhase } from '@minispod/domain/operation/advance-phase';
import { endOperation } from '@minispod/domain/operation/end-operation';
import type { Operation, Problem } from '@minispod/domain/operation/operation';
import { ClusterUnreachable, type DesiredInstance } from '@minispod/domain/ports/cluster';
import type { Carrier } from './deps.js';
import { countTry, refuseMoreTries, tried } from './tries.js';
import { fillVolume, loadBackup } from './volumes.js';
import { untilGone, untilReady, untilStopped } from './wait-for.js';

type Drilling = Operation<'DRILL'>;

const throwaway = ({ dataSource, encryptionKey }: Carrier, operation: Drilling): Promise<DesiredInstance> =>
  loadDrill(dataSource.manager, operation, encryptionKey);

/** A throwaway without anything in it, whatever an interrupted try left. */
export async function prepareDrill(carrier: Carrier, operation: Drilling): Promise<void> {
  refuseMoreTries(operation);
  const desired = await throwaway(carrier, operation);
  await untilGone(carrier, desired, () => carrier.cluster.remove(desired));
  await carrier.cluster.apply(desired);
  await untilStopped(carrier, desired);
  const loading = await countTry(carrier, operation, 'load');
  if (loading) await loadDrilled(carrier, loading);
}

async function loadDrilled(carrier: Carrier, operation: Drilling): Promise<void> {
  const backup = await loadBackup(carrier, operation.input.backupId);
  const desired = await throwaway(carrier, operation);
  if (desired.running) {
    await carrier.cluster.apply(desired);
    await untilReady(carrier, desired, operation);
  }
  await tried(carrier, operation, () => fillVolume(carrier, desired, backup, desired.running));
  await movePhase(carrier.dataSource, operation, { phase: 'verify' }, carrier.clock.now());
}

export async function verifyDrill(carrier: Carrier, operation: Drilling): Promise<void> {
  const desired = await throwaway(carrier, operation);
  await carrier.cluster.apply(desired);
  await untilReady(carrier, desired, operation);
  await movePhase(carrier.dataSource, operation, { phase: 'clean' }, carrier.clock.now());
}

export async function cleanDrill(carrier: Carrier, operation: Drilling): Promise<void> {
  await removeThrowaway(carrier, operation.id);
  await finish(carrier, operation, operation.input.problem ?? null);
}

/** Its namespace and everything in it. Throws ClusterUnreachable while something of it is still going. */
export async function removeThrowaway(
  { cluster }: Pick<Carrier, 'cluster'>,
  operationId: string,
): Promise<void> {
  const { remaining } = await cluster.remove({ instanceId: operationId, userId: operationId });
  if (remaining > 0)
    throw new ClusterUnreachable(`${remaining} objects of drill ${operationId} are still going`);
  await cluster.removeTenant(operationId);
}

/** What cannot be restored, or not in time, is cleaned up; what cannot be cleaned up in time is owed. */
export async function failDrill(carrier: Carrier, operation: Drilling, problem: Problem): Promise<void> {
  if (operation.phase === 'clean') await finish(carrier, operation, operation.input.problem ?? null);
  else {
    const deadlineAt = new Date(carrier.clock.now().getTime() + CLEANING_MS);
    const next = { phase: 'clean', input: { problem }, deadlineAt } as const;
    await movePhase(carrier.dataSource, operation, next, carrier.clock.now());
  }
}

const CLEANING_MS = 10 * 60_000;

async function finish(carrier: Carrier, operation: Drilling, problem: Problem | null): Promise<void> {
  await withTransaction(carrier.dataSource, (tx) =>
    endOperation(tx, operation, problem, carrier.clock.now()),
  );
}
