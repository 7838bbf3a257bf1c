import type { OperationPhase } from '@minispod/contracts/operation';
import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { announceInstance } from '../live/announce.js';
import type { Operation } from './operation.js';

export interface NextPhase<O extends Operation> {
  phase: OperationPhase;
  /** Added to what it remembers. */
  input?: Partial<O['input']>;
  deadlineAt?: Date;
}

/**
 * Moves an operation on and returns it as it then is, or null when it is not where the caller saw it any more: then somebody
 * else was faster, and nothing else may be written in this transaction.
 */
export async function advancePhase<O extends Operation>(
  tx: Tx,
  operation: O,
  { phase, input = {}, deadlineAt }: NextPhase<O>,
  now: Date,
): Promise<O | null> {
  const moved = {
    status: 'RUNNING',
    phase,
    phaseAt: now,
    input: { ...operation.input, ...input },
    startedAt: operation.startedAt ?? now,
    deadlineAt: deadlineAt ?? operation.deadlineAt,
  } as const;
  const { affected } = await tx.update(InstanceOperation, whereItIs(operation), moved);
  if (!affected) return null;
  await announceInstance(tx, operation.instanceId);
  return { ...operation, ...moved };
}

/** The same in a transaction of its own. */
export async function movePhase<O extends Operation>(
  dataSource: DataSource,
  operation: O,
  next: NextPhase<O>,
  now: Date,
): Promise<O | null> {
  return withTransaction(dataSource, (tx) => advancePhase(tx, operation, next, now));
}

/** As it was read: phases may come twice, so the time at which it was begun counts as well. */
export function whereItIs({ id, status, phase, phaseAt }: Operation) {
  return { id, status, phase, phaseAt };
}
