import type { Rupiah } from '@minispod/contracts/rupiah';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import type { Owned } from '../subscription/load-owned.js';
import { endTask } from './end-task.js';
import { lockOpenTask } from './tasks.js';

/**
 * Its owner changed their mind while it was starting: the task ends and everything held for it goes back. Returns how
 * much; null when nothing was starting.
 */
export async function abortProvisioning(
  tx: Tx,
  wallet: Wallet,
  owned: Owned,
  now: Date,
): Promise<Rupiah | null> {
  for (const instance of await tx.findBy(ServiceInstance, { subscriptionId: owned.subscription.id })) {
    const task = await lockOpenTask(tx, instance.id);
    if (!task) continue;
    return endTask(
      tx,
      { ...owned, instance, wallet, task },
      { code: 'CANCELLED', message: 'Cancelled by its owner' },
      now,
    );
  }
  return null;
}
