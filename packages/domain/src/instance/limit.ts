import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, IsNull, Not } from 'typeorm';
import { DomainError } from '../errors.js';
import type { LoadedInstance } from './load-instance.js';

/** How many instances of a subscription count towards its plan's limit: those that live and are not in the bin. */
export async function countInstances(reader: Reader, subscriptionId: string): Promise<number> {
  return reader.count(ServiceInstance, {
    where: { subscriptionId, status: Not(In(['TERMINATED', 'ERROR'])), deletionDueAt: IsNull() },
  });
}

/** Throws CONFLICT when the plan allows no further instance. The caller holds the lock of its owner's wallet. */
export async function refuseBeyondPlan(
  reader: Reader,
  { subscription, plan }: Pick<LoadedInstance, 'subscription' | 'plan'>,
): Promise<void> {
  const used = await countInstances(reader, subscription.id);
  const maximum = plan.maxInstancesPerUser;
  if (used < maximum) return;
  throw new DomainError(
    'CONFLICT',
    `The ${plan.name} plan allows ${maximum === 1 ? 'one instance' : `${maximum} instances`}: delete one or take a higher plan`,
    { used, maximum },
  );
}
