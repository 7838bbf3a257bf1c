import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, Not } from 'typeorm';
import { asOperation, type Operation } from './operation.js';

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
