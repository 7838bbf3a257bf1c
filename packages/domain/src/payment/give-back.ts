import { rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { ACCOUNTS, walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { required } from '../rows.js';

/** A refund that was decided is not done after all: the money is the customer's again. The wallet is locked. */
export async function giveBack(
  tx: Tx,
  wallet: Wallet,
  payment: Payment,
  { id, amount, transactionId }: PaymentReversal,
  problem: string,
  now: Date,
): Promise<void> {
  const { affected } = await tx.update(
    PaymentReversal,
    { id, status: 'REQUESTED' },
    { status: 'FAILED', problem: problem.slice(0, 500), nextTryAt: null, doneAt: now },
  );
  if (!affected) return;
  await tx.decrement(Payment, { id: payment.id }, 'reversedAmount', amount);
  await tx.update(
    Transaction,
    { id: required(transactionId) },
    { status: 'REFUNDED', completedAt: now, updatedAt: now },
  );
  const backId = newId();
  await tx.insert(Transaction, {
    id: backId,
    userId: wallet.userId,
    type: 'REFUND',
    status: 'COMPLETED',
    direction: 'IN',
    amount,
    balanceBefore: wallet.balance,
    balanceAfter: rupiah(wallet.balance + amount),
    paymentReference: payment.id,
    description: 'A refund that could not be sent',
    metadata: { reversal: id },
    createdAt: now,
    updatedAt: now,
    completedAt: now,
  });
  await post(
    tx,
    {
      key: `refund-returned:${id}`,
      description: 'A refund that could not be sent',
      transactionId: backId,
      legs: [
        { account: ACCOUNTS.refunds, amount: rupiah(-amount) },
        { account: walletAccount(wallet.userId), amount },
      ],
    },
    now,
  );
  await announce(tx, { topic: 'wallet', userId: wallet.userId, id: payment.transactionId });
}
