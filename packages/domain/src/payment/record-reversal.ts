import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import type { Payment } from '@minispod/database/entities/payment.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';

/** The line in the wallet's history of money that goes back. `wallet` is locked. Returns its id. */
export async function recordReversal(
  tx: Tx,
  wallet: Wallet,
  payment: Pick<Payment, 'id' | 'transactionId'>,
  amount: Rupiah,
  status: 'PENDING' | 'COMPLETED',
  now: Date,
): Promise<string> {
  const id = newId();
  await tx.insert(Transaction, {
    id,
    userId: wallet.userId,
    type: 'REVERSAL',
    status,
    direction: 'OUT',
    amount,
    balanceBefore: wallet.balance,
    balanceAfter: rupiah(wallet.balance - amount),
    paymentReference: payment.id,
    description: 'Top-up taken back',
    metadata: { topUp: payment.transactionId },
    createdAt: now,
    updatedAt: now,
    ...(status === 'COMPLETED' && { completedAt: now }),
  });
  return id;
}
