import type { Rupiah } from '@minispod/contracts/rupiah';
import { LedgerAccount } from '@minispod/database/entities/ledger-account.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';

/** The customer's receivable account, made when they first owe something. `wallet` is locked. */
export async function receivableAccount(tx: Tx, wallet: Wallet): Promise<string> {
  if (wallet.receivableAccount !== null) return wallet.receivableAccount;
  const id = newId();
  const { userId } = wallet;
  await tx.insert(LedgerAccount, { id, kind: 'RECEIVABLE', name: `receivable:${userId}`, userId });
  await tx.update(Wallet, { userId }, { receivableAccount: id });
  return id;
}

/** Moves what the customer owes; the postings to their receivable account say the same. */
export async function owe(tx: Tx, userId: string, amount: Rupiah): Promise<void> {
  await tx.increment(Wallet, { userId }, 'receivable', amount);
}
