import { rupiah } from '@minispod/contracts/rupiah';
import { LedgerAccount } from '@minispod/database/entities/ledger-account.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { walletAccount } from '../ledger/accounts.js';

/** Gives a new user an empty wallet and its ledger account. */
export async function openWallet(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.insert(Wallet, {
    userId,
    balance: rupiah(0),
    totalTopUp: rupiah(0),
    totalSpent: rupiah(0),
    createdAt: now,
    updatedAt: now,
  });
  await tx.insert(LedgerAccount, {
    id: walletAccount(userId),
    kind: 'WALLET',
    name: `wallet:${userId}`,
    userId,
  });
}
