import { rupiah } from '@minispod/contracts/rupiah';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { required } from '../rows.js';
import { walletAccount } from './accounts.js';
import { type Entry, type Raised, writeEntries } from './write.js';

const DESCRIPTION = 'Owed since money was taken back';

/**
 * What a customer owes is paid first out of the money that `entries` brought into the wallet, and out of no more than
 * that: a gift that is still there stays. `wallet` is locked and as it is after them.
 */
export async function payDebt(tx: Tx, wallet: Raised, entries: Entry[], now: Date): Promise<void> {
  let { balance, receivable } = wallet;
  const { userId } = wallet;
  for (const { key, isGift, legs } of entries) {
    const come = legs.reduce((sum, leg) => sum + (leg.account === walletAccount(userId) ? leg.amount : 0), 0);
    const amount = rupiah(isGift ? 0 : Math.min(receivable, come));
    if (amount <= 0) continue;
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
      description: DESCRIPTION,
      metadata: { source: key },
      createdAt: now,
      updatedAt: now,
      completedAt: now,
    });
    const repayment = {
      key: `repay:${key}`,
      description: DESCRIPTION,
      transactionId: id,
      legs: [
        { account: walletAccount(userId), amount: rupiah(-amount) },
        { account: required(wallet.receivableAccount), amount },
      ],
    };
    await writeEntries(tx, [repayment], now);
    await tx.decrement(Wallet, { userId }, 'receivable', amount);
    balance = rupiah(balance - amount);
    receivable = rupiah(receivable - amount);
    await tell(tx, userId, { id, key, amount, left: receivable }, now);
  }
}

async function tell(
  tx: Tx,
  userId: string,
  { id, key, ...data }: { id: string; key: string; amount: number; left: number },
  now: Date,
): Promise<void> {
  await announce(tx, { topic: 'wallet', userId, id });
  // What a top-up paid is told together with its arrival.
  if (key.startsWith('topup:')) return;
  await notify(tx, { userId, kind: 'DEBT_PAID', dedupeKey: `DEBT_PAID:${id}`, data, link: '/wallet' }, now);
}
