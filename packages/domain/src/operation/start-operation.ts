import type { OperationKind, OperationPhase } from '@minispod/contracts/operation';
import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import type { Tx } from '@minispod/database/transaction';
import type { Actor } from '../history/transition.js';
import { newId } from '../id.js';
import type { LoadedInstance } from '../instance/load-instance.js';
import { announce } from '../live/announce.js';
import { enqueue } from '../outbox/enqueue.js';
import type { Operation, OperationInput } from './operation.js';

/** What each kind begins with. */
const FIRST_PHASE = {
  BACKUP: 'stop',
  RESTORE: 'prepare',
  UPDATE: 'stop',
  DRILL: 'prepare',
} as const satisfies Record<OperationKind, OperationPhase>;

/**
 * Writes down that an operation is to be carried out, and promises the job. The caller holds the wallet's lock of the
 * instance's owner, so that neither a wish, an upgrade nor another operation comes in between; and has refused what makes
 * no sense (`refuseWhileOthersDecide`).
 */
export async function startOperation<K extends OperationKind>(
  tx: Tx,
  { instance, subscription }: Pick<LoadedInstance, 'instance' | 'subscription'>,
  { kind, input, actor }: { kind: K; input: OperationInput[K]; actor: Actor },
  now: Date,
): Promise<Operation<K>> {
  const row: Omit<InstanceOperation, 'input'> & { input: object } = {
    id: newId(),
    instanceId: instance.id,
    kind,
    status: 'PENDING',
    phase: FIRST_PHASE[kind],
    input,
    problemCode: null,
    problemMessage: null,
    actor,
    createdAt: now,
    startedAt: null,
    phaseAt: now,
    deadlineAt: null,
    finishedAt: null,
    cleanedAt: null,
    cleaningBeganAt: null,
  };
  await tx.insert(InstanceOperation, row);
  await enqueue(tx, 'run-operation', { operationId: row.id }, now);
  await announce(tx, { topic: 'instance', userId: subscription.userId, id: instance.id });
  return row as Operation<K>;
}
