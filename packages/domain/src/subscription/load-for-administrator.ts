import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { loadOwned, type Owned } from './load-owned.js';

/** Anybody's subscription, its owner's wallet locked first. Throws NOT_FOUND. */
export async function loadForAdministrator(tx: Tx, id: string): Promise<Owned & { wallet: Wallet }> {
  const found = await tx.findOne(Subscription, { where: { id }, select: { userId: true } });
  if (!found) throw notFound('Subscription');
  const wallet = await lockWallet(tx, found.userId);
  return { wallet, ...(await loadOwned(tx, found.userId, id)) };
}
