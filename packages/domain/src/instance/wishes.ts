import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Tx } from '@minispod/database/transaction';
import { In, IsNull, Not } from 'typeorm';
import { transition } from '../history/transition.js';
import { enqueue } from '../outbox/enqueue.js';

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

/** Ends a subscription's instances for good and promises to take everything of them out of the cluster. */
export async function terminateInstances(
  tx: Tx,
  subscriptionId: string,
  reason: string,
  now: Date,
): Promise<void> {
  for (const { id, status } of await living(tx, subscriptionId)) {
    await transition(tx, 'instance', id, [status, 'TERMINATED'], { actor: 'system', reason }, now, {
      convergeSince: null,
    });
    await enqueue(tx, 'remove-instance', { instanceId: id }, now);
  }
}

async function living(tx: Tx, subscriptionId: string): Promise<Pick<ServiceInstance, 'id' | 'status'>[]> {
  return tx.find(ServiceInstance, {
    select: { id: true, status: true },
    where: { subscriptionId, releasedAt: IsNull(), status: Not(In(['TERMINATED', 'ERROR'])) },
  });
}
