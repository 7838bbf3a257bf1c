import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, Not } from 'typeorm';
import { DomainError } from '../errors.js';
import { asOperation, type Operation } from './operation.js';

const WORDS = {
  BACKUP: 'A backup is being made',
  RESTORE: 'A restore is under way',
  UPDATE: 'An update is under way',
} as const;

/**
 * The backup, restore or update that is under way on an instance, or null: there is at most one. A drill works on a
 * throwaway of its own and does not count.
 */
export async function findOpenOperation(
  reader: Reader,
  instanceId: string,
): Promise<Operation<'BACKUP' | 'RESTORE' | 'UPDATE'> | null> {
  const row = await reader.findOneBy(InstanceOperation, {
    instanceId,
    status: In(['PENDING', 'RUNNING']),
    kind: Not('DRILL'),
  });
  return row && (asOperation(row) as Operation<'BACKUP' | 'RESTORE' | 'UPDATE'>);
}

/** CONFLICT while a backup, restore or update is under way: what would change the instance must wait for its end. */
export async function refuseWhileOperating(reader: Reader, instanceId: string): Promise<void> {
  const open = await findOpenOperation(reader, instanceId);
  if (!open) return;
  throw new DomainError('CONFLICT', `${WORDS[open.kind]}: wait until it is done`, {
    operationId: open.id,
    kind: open.kind,
    phase: open.phase,
  });
}
