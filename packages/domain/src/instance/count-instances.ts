import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, IsNull, Not } from 'typeorm';

/** How many instances of a subscription count towards its plan's limit: those that live and are not in the bin. */
export async function countInstances(reader: Reader, subscriptionId: string): Promise<number> {
  return reader.count(ServiceInstance, {
    where: { subscriptionId, status: Not(In(['TERMINATED', 'ERROR'])), deletionDueAt: IsNull() },
  });
}
