import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Tx } from '@minispod/database/transaction';
import { In, IsNull, Not } from 'typeorm';
import type { Holding } from './operation.js';

/** What an instance runs on and with. */
export function holdingOf(instance: ServiceInstance): Holding {
  const { volumeGeneration, serviceVersionId, secrets, previousGeneration, previousUntil } = instance;
  if (serviceVersionId === null) throw new Error(`instance ${instance.id} has no version`);
  return {
    volumeGeneration,
    serviceVersionId,
    secrets,
    previousGeneration,
    previousUntil: previousUntil?.toISOString() ?? null,
  };
}

/**
 * Lets an instance run on and with something else, if it is still as it was seen. False when it is not, or has ended:
 * then the caller's transaction must not commit.
 */
export async function holdInstead(
  tx: Tx,
  instanceId: string,
  from: Pick<Holding, 'volumeGeneration' | 'serviceVersionId'>,
  to: Partial<Holding>,
  now: Date,
): Promise<boolean> {
  const { previousUntil, ...rest } = to;
  const { affected } = await tx.update(
    ServiceInstance,
    {
      id: instanceId,
      volumeGeneration: from.volumeGeneration,
      serviceVersionId: from.serviceVersionId,
      releasedAt: IsNull(),
    },
    {
      ...rest,
      ...(previousUntil !== undefined && {
        previousUntil: previousUntil === null ? null : new Date(previousUntil),
      }),
      updatedAt: now,
    },
  );
  return affected === 1;
}

/** Whether it has ended: whatever is being done to it is for nothing. */
export async function hasEnded(tx: Tx, instanceId: string): Promise<boolean> {
  return tx.existsBy(ServiceInstance, [
    { id: instanceId, status: In(['TERMINATED', 'ERROR']) },
    { id: instanceId, releasedAt: Not(IsNull()) },
  ]);
}
