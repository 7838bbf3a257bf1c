import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, IsNull, LessThan, Not } from 'typeorm';

const OPEN = In(['PENDING', 'RUNNING']);

export interface PendingOperations {
  /** To be carried on, oldest first. */
  open: string[];
  /** Ended, and something of them may be left in the cluster. */
  unclean: string[];
}

/** What is not finished and began before `before`: found in the database whatever became of its job. */
export async function findPendingOperations(
  reader: Reader,
  before: Date,
  limit: number,
  except: string[] = [],
): Promise<PendingOperations> {
  const open = await reader.find(InstanceOperation, {
    select: { id: true },
    where: { status: OPEN, createdAt: LessThan(before), id: Not(In(except)) },
    order: { createdAt: 'ASC' },
    take: limit,
  });
  const unclean = await reader.find(InstanceOperation, {
    select: { id: true },
    where: { cleanedAt: IsNull(), finishedAt: Not(IsNull()), id: Not(In(except)) },
    order: { finishedAt: 'ASC' },
    take: limit,
  });
  return { open: open.map(({ id }) => id), unclean: unclean.map(({ id }) => id) };
}

/** How many are open that nobody waits for at the screen. */
export async function countScheduled(reader: Reader): Promise<number> {
  return reader.count(InstanceOperation, { where: { status: OPEN, actor: 'system' } });
}
