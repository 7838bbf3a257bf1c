import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { notFound } from '../errors.js';

/**
 * Locks the user's wallet until the transaction ends and returns it as it then is. Taken first by every operation that
 * moves a customer's money: it serialises that customer's spending and nobody else's.
 */
export async function lockWallet(tx: Tx, userId: string): Promise<Wallet> {
  const wallet = await tx.findOne(Wallet, { where: { userId }, lock: { mode: 'pessimistic_write' } });
  if (!wallet) throw notFound('Wallet');
  return wallet;
}
