import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { Hold } from '@minispod/database/entities/hold.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import type { BillingSettings } from '../billing-settings.js';
import { newId } from '../id.js';
import { ACCOUNTS, walletAccount } from '../ledger/accounts.js';
import { earned } from '../ledger/earn.js';
import { post } from '../ledger/post.js';

interface Purchase {
  type: 'SUBSCRIPTION' | 'UPGRADE';
  orderId: string;
  subscriptionId: string;
  amount: Rupiah;
  description: string;
}

/**
 * Sets the price of an order aside: out of the balance, not yet ours. `wallet` is locked and was found to cover it. A
 * price of zero posts nothing.
 */
export async function holdFunds(tx: Tx, wallet: Wallet, purchase: Purchase, now: Date): Promise<void> {
  if (purchase.amount === 0) return;
  const { orderId, subscriptionId, amount, description } = purchase;
  const transactionId = newId();
  await tx.insert(Transaction, {
    id: transactionId,
    userId: wallet.userId,
    type: purchase.type,
    status: 'PENDING',
    direction: 'OUT',
    amount,
    balanceBefore: wallet.balance,
    balanceAfter: rupiah(wallet.balance - amount),
    subscriptionId,
    orderId,
    description,
    metadata: {},
    createdAt: now,
    updatedAt: now,
  });
  await tx.insert(Hold, {
    id: newId(),
    userId: wallet.userId,
    orderId,
    transactionId,
    amount,
    status: 'HELD',
    createdAt: now,
  });
  await post(
    tx,
    {
      key: `hold:${orderId}`,
      description,
      transactionId,
      orderId,
      legs: [
        { account: walletAccount(wallet.userId), amount: rupiah(-amount) },
        { account: ACCOUNTS.held, amount },
      ],
    },
    now,
  );
}

/** The order was delivered: what was held is revenue now. Returns the amount captured; 0 when nothing was held. */
export async function captureHold(
  tx: Tx,
  wallet: Wallet,
  orderId: string,
  { ppnRate }: BillingSettings,
  now: Date,
): Promise<Rupiah> {
  const hold = await settle(tx, orderId, 'CAPTURED', now);
  if (!hold) return rupiah(0);
  const { amount, transactionId } = hold;
  await post(
    tx,
    {
      key: `capture:${orderId}`,
      description: 'Delivered',
      transactionId,
      orderId,
      legs: [{ account: ACCOUNTS.held, amount: rupiah(-amount) }, ...earned(amount, ppnRate)],
    },
    now,
  );
  await tx.increment(Wallet, { userId: wallet.userId }, 'totalSpent', amount);
  return amount;
}

/** The order was not delivered: what was held goes back in full. Returns the amount; 0 when nothing was held. */
export async function returnHold(
  tx: Tx,
  wallet: Wallet,
  order: { id: string; subscriptionId: string },
  description: string,
  now: Date,
): Promise<Rupiah> {
  const hold = await settle(tx, order.id, 'RETURNED', now);
  if (!hold) return rupiah(0);
  const { amount } = hold;
  const refundId = newId();
  await tx.insert(Transaction, {
    id: refundId,
    userId: wallet.userId,
    type: 'REFUND',
    status: 'COMPLETED',
    direction: 'IN',
    amount,
    balanceBefore: wallet.balance,
    balanceAfter: rupiah(wallet.balance + amount),
    subscriptionId: order.subscriptionId,
    orderId: order.id,
    description,
    metadata: {},
    createdAt: now,
    updatedAt: now,
    completedAt: now,
  });
  await post(
    tx,
    {
      key: `return:${order.id}`,
      description,
      transactionId: refundId,
      orderId: order.id,
      legs: [
        { account: ACCOUNTS.held, amount: rupiah(-amount) },
        { account: walletAccount(wallet.userId), amount },
      ],
    },
    now,
  );
  return amount;
}

/** Ends a hold once, and with it the transaction that the customer sees; whoever comes second, or finds no hold (a free order), gets null. */
async function settle(
  tx: Tx,
  orderId: string,
  status: 'CAPTURED' | 'RETURNED',
  now: Date,
): Promise<Pick<Hold, 'amount' | 'transactionId'> | null> {
  const [hold] = await tx.query(
    `WITH hold AS (
       UPDATE holds SET status = $2, settled_at = $3 WHERE order_id = $1 AND status = 'HELD' RETURNING amount, transaction_id
     ), ended AS (
       UPDATE transactions t SET status = $4, completed_at = $3, updated_at = $3 FROM hold WHERE t.id = hold.transaction_id
     )
     SELECT amount, transaction_id AS "transactionId" FROM hold`,
    [orderId, status, now, status === 'CAPTURED' ? 'COMPLETED' : 'REFUNDED'],
  );
  return hold ?? null;
}
