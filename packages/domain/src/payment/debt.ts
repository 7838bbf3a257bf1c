import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { LedgerAccount } from '@minispod/database/entities/ledger-account.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { required } from '../rows.js';

/** The customer's receivable account, made when they first owe something. `wallet` is locked. */
export async function receivableAccount(tx: Tx, wallet: Wallet): Promise<string> {
  if (wallet.receivableAccount !== null) return wallet.receivableAccount;
  const id = newId();
  const { userId } = wallet;
  await tx.insert(LedgerAccount, { id, kind: 'RECEIVABLE', name: `receivable:${userId}`, userId });
  await tx.update(Wallet, { userId }, { receivableAccount: id });
  return id;
}

/**
 * What a customer owes is paid first out of money that has just come in; `source` names that money, once. `wallet` is
 * locked and as it is after the credit. Returns the wallet as it is then.
 */
export async function payDebt(
  tx: Tx,
  wallet: Wallet,
  source: { paymentId: string },
  now: Date,
): Promise<Wallet> {
  const amount = rupiah(Math.min(wallet.receivable, wallet.balance));
  if (amount === 0) return wallet;
  const { userId, balance } = wallet;
  const id = newId();
  await tx.insert(Transaction, {
    id,
    userId,
    type: 'DEBT_PAYMENT',
    status: 'COMPLETED',
    direction: 'OUT',
    amount,
    balanceBefore: balance,
    balanceAfter: rupiah(balance - amount),
    description: 'Owed since money was taken back',
    metadata: source,
    createdAt: now,
    updatedAt: now,
    completedAt: now,
  });
  await post(
    tx,
    {
      key: `repay:${source.paymentId}`,
      description: 'Owed since money was taken back',
      transactionId: id,
      legs: [
        { account: walletAccount(userId), amount: rupiah(-amount) },
        { account: required(wallet.receivableAccount), amount },
      ],
    },
    now,
  );
  await owe(tx, userId, rupiah(-amount));
  return tx.findOneByOrFail(Wallet, { userId });
}

/** Moves what the customer owes; the postings to their receivable account say the same. */
export async function owe(tx: Tx, userId: string, amount: Rupiah): Promise<void> {
  await tx.increment(Wallet, { userId }, 'receivable', amount);
}
