import type { CreateInstanceInput, InstanceView } from '@minispod/contracts/instance';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { alertingWhenFull } from '../capacity/alert-when-full.js';
import { confirmRoom, lookForRoom } from '../capacity/check-capacity.js';
import { DomainError } from '../errors.js';
import { recordBirths } from '../history/transition.js';
import { once } from '../idempotency/once.js';
import { announce } from '../live/announce.js';
import { orderProvisioning } from '../provisioning/order-provisioning.js';
import { newestVersion } from '../subscription/find-offer.js';
import { loadOwned, type Owned } from '../subscription/load-owned.js';
import { refuseUnpaid } from '../subscription/refuse-unpaid.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { refuseHeld, refuseReserved, withFreeAddress } from './address.js';
import { draftInstance } from './draft-instance.js';
import { refuseBeyondPlan } from './limit.js';
import { refuseUnusable } from './variables.js';
import { toInstanceView } from './views.js';

interface CreateInstanceDeps {
  dataSource: DataSource;
  encryptionKey: string;
}

/**
 * Another instance of a subscription, as many as its plan allows; it costs nothing and begins with the newest version.
 * CONFLICT, with the reason, beyond the plan's number, while the first is still starting, and unless the subscription is
 * active; also for an address that is taken. INSUFFICIENT_RESOURCES when the cluster has no room.
 */
export async function createInstance(
  deps: CreateInstanceDeps,
  userId: string,
  { requestId, ...input }: CreateInstanceInput,
  now: Date,
): Promise<InstanceView> {
  const work = () =>
    withTransaction(deps.dataSource, async (tx) => {
      await lockWallet(tx, userId);
      return once(tx, { userId, key: requestId, operation: 'instances.create', input }, now, () =>
        create(tx, deps, userId, input, now),
      );
    });
  return alertingWhenFull(deps.dataSource, now, () => withFreeAddress(input.subdomain, work));
}

async function create(
  tx: Tx,
  { encryptionKey }: CreateInstanceDeps,
  userId: string,
  input: Omit<CreateInstanceInput, 'requestId'>,
  now: Date,
): Promise<InstanceView> {
  refuseReserved(input.subdomain);
  const owned = await loadOwned(tx, userId, input.id);
  await refuseUnlessOpen(tx, owned);
  await refuseBeyondPlan(tx, owned);
  const { subscription, service, plan } = owned;
  const version = await newestVersion(tx, service);
  if (!version) throw new DomainError('CONFLICT', `${service.name} is not offered any more`);
  refuseUnusable(version.template, input.envVars ?? {});
  const isTight = await lookForRoom(tx, [plan], now);
  const home = { userId, subscriptionId: subscription.id, service, version };
  const instance = draftInstance(home, input, encryptionKey, now);
  const { id, status } = instance;
  await tx.insert(ServiceInstance, instance);
  await refuseHeld(tx, userId, instance.subdomain, now);
  await recordBirths(tx, { instance: { id, status } }, { actor: `user:${userId}` }, now);
  await orderProvisioning(tx, id, null, now);
  await announce(tx, { topic: 'instance', userId, id });
  if (isTight) await confirmRoom(tx, [plan], id, now);
  return toInstanceView(instance, service, plan, version.version);
}

async function refuseUnlessOpen(tx: Tx, { subscription, service }: Owned): Promise<void> {
  const { id, status } = subscription;
  const refuse = (message: string) => new DomainError('CONFLICT', message, { status });
  refuseUnpaid(subscription);
  if (status === 'PENDING_UPGRADE') throw refuse('An upgrade is under way: wait until it is done');
  if (status === 'SUSPENDED') throw refuse(`${service.name} is suspended: it must be active for that`);
  if (status !== 'ACTIVE') throw refuse('This subscription has ended');
  const [{ starting }] = await tx.query(
    `SELECT EXISTS (SELECT FROM provisioning_tasks t JOIN service_instances i ON i.id = t.instance_id
                     WHERE i.subscription_id = $1 AND t.order_id IS NOT NULL AND t.status IN ('PENDING', 'RUNNING')) AS starting`,
    [id],
  );
  if (starting) throw refuse('The first one is still starting: wait until it runs');
}
