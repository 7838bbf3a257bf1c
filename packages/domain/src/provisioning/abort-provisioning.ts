import type { Rupiah } from '@minispod/contracts/rupiah';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import type { Owned } from '../subscription/load-owned.js';
import { endTask } from './end-task.js';
import { lockOpenTask } from './tasks.js';

/**
 * Its owner changed their mind while it was starting: every open task ends and everything held for the first one goes
 * back. Returns how much; null when nothing that had been paid for was starting.
 */
export async function abortProvisioning(
  tx: Tx,
  wallet: Wallet,
  owned: Owned,
  now: Date,
): Promise<Rupiah | null> {
  let returned: Rupiah | null = null;
  for (const { id } of await tx.findBy(ServiceInstance, { subscriptionId: owned.subscription.id })) {
    const task = await lockOpenTask(tx, id);
    if (!task) continue;
    const amount = await endTask(
      tx,
      { ...owned, wallet, task },
      { code: 'CANCELLED', message: 'Cancelled by its owner' },
      now,
    );
    if (task.orderId !== null) returned = amount;
  }
  return returned;
}
