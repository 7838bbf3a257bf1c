import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { type LoadedInstance, loadInstance } from './load-instance.js';

export interface LockedInstance extends LoadedInstance {
  wallet: Wallet;
}

/** An instance of this user for changing it: whatever else its owner or billing does to it waits. Throws NOT_FOUND. */
export async function lockOwned(tx: Tx, userId: string, id: string): Promise<LockedInstance> {
  const wallet = await lockWallet(tx, userId);
  const loaded = await loadInstance(tx, id, userId);
  if (!loaded) throw notFound('Instance');
  return { ...loaded, wallet };
}

/** Anybody's instance, for administrators and for what comes due. Throws NOT_FOUND. */
export async function lockAnybodys(tx: Tx, id: string): Promise<LockedInstance> {
  const instance = await tx.findOne(ServiceInstance, { where: { id }, select: { subscriptionId: true } });
  if (!instance) throw notFound('Instance');
  const { userId } = required(
    await tx.findOne(Subscription, { where: { id: instance.subscriptionId }, select: { userId: true } }),
  );
  return lockOwned(tx, userId, id);
}
