import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';

/** The backup, restore, update or drill that is under way on an instance, or null: there is at most one. */
export async function findOpenOperation(
  reader: Reader,
  instanceId: string,
): Promise<InstanceOperation | null> {
  return reader.findOneBy(InstanceOperation, { instanceId, status: In(['PENDING', 'RUNNING']) });
}
