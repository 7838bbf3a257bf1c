import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Tx } from '@minispod/database/transaction';
import { In, IsNull, Not } from 'typeorm';
import { enqueue } from '../outbox/enqueue.js';
import { lockReasons } from './lock-reasons.js';

type Wish = 'customerWish' | 'billingWish' | 'administratorWish';

/** Says what one of the three wants of a subscription's instances, and promises to bring the cluster in line. */
export async function setWish(
  tx: Tx,
  subscriptionId: string,
  whose: Wish,
  wish: 'RUN' | 'STOP',
  now: Date,
): Promise<void> {
  await tx.update(ServiceInstance, { subscriptionId, releasedAt: IsNull() }, { [whose]: wish });
  await convergeInstances(tx, subscriptionId, now);
}

/** Says what one of the three wants of one instance, and promises to bring the cluster in line. */
export async function setInstanceWish(
  tx: Tx,
  instanceId: string,
  whose: Wish,
  wish: 'RUN' | 'STOP',
  now: Date,
): Promise<void> {
  await tx.update(ServiceInstance, { id: instanceId }, { [whose]: wish });
  await convergeInstance(tx, instanceId, now);
}

/** An administrator's stop of a whole subscription is lifted; what was locked by itself stays so. */
export async function liftStop(tx: Tx, subscriptionId: string, now: Date): Promise<void> {
  const instances = await living(tx, subscriptionId);
  const locks = await lockReasons(
    tx,
    instances.map(({ id }) => id),
  );
  for (const { id } of instances)
    if (!locks.has(id)) await setInstanceWish(tx, id, 'administratorWish', 'RUN', now);
}

/** Promises to bring a subscription's instances in line with what the database says of them. */
export async function convergeInstances(tx: Tx, subscriptionId: string, now: Date): Promise<void> {
  const instances = await living(tx, subscriptionId);
  for (const { id } of instances) await convergeInstance(tx, id, now);
}

/** Promises to bring one instance in line with what the database says of it. */
export async function convergeInstance(tx: Tx, instanceId: string, now: Date): Promise<void> {
  await tx.update(ServiceInstance, { id: instanceId }, { convergeSince: now, updatedAt: now });
  await enqueue(tx, 'converge-instance', { instanceId }, now);
}

/** Those that have not ended. */
export async function living(
  tx: Tx,
  subscriptionId: string,
): Promise<Pick<ServiceInstance, 'id' | 'status'>[]> {
  return tx.find(ServiceInstance, {
    select: { id: true, status: true },
    where: { subscriptionId, releasedAt: IsNull(), status: Not(In(['TERMINATED', 'ERROR'])) },
  });
}
