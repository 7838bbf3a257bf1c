import type { AdjustCreditInput, AdjustCreditView } from '@minispod/contracts/administration';
import { rupiah } from '@minispod/contracts/rupiah';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import { recordAction } from '../audit-log/record.js';
import { DomainError } from '../errors.js';
import { newId } from '../id.js';
import { once } from '../idempotency/once.js';
import { ACCOUNTS, walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { actOrAsk } from '../money-action/act-or-ask.js';
import { DEFAULT_APPROVALS } from '../money-action/approval-settings.js';
import { notify } from '../notification/notify.js';
import { toTransactionView } from './list-transactions.js';
import { lockWallet } from './lock-wallet.js';

type Requested = Omit<AdjustCreditInput, 'requestId'>;

/**
 * An administrator adds credit to a customer's wallet, or takes some away, and says why; above the limits a second
 * administrator is asked first. Added credit is a gift: it pays the services that are due at once, and no debt. Never below
 * zero: INSUFFICIENT_CREDIT. Not counted as topped up or spent, because it is neither.
 */
export async function adjustCredit(
  dataSource: DataSource,
  administratorId: string,
  { requestId, ...input }: AdjustCreditInput,
  now: Date,
  approvals = DEFAULT_APPROVALS,
): Promise<z.infer<typeof AdjustCreditView>> {
  return withTransaction(dataSource, async (tx) => {
    const wallet = await lockWallet(tx, input.id);
    const request = { userId: administratorId, key: requestId, operation: 'adjust-credit', input };
    return once(tx, request, now, async () => {
      refuseBelowZero(wallet, input);
      const action = {
        kind: 'ADJUST',
        requestedBy: administratorId,
        userId: wallet.userId,
        amount: rupiah(input.amount),
        reason: input.reason,
        subjectId: null,
        input,
      } as const;
      const { done, waiting } = await actOrAsk(tx, approvals, action, now, () =>
        adjustLocked(tx, wallet, administratorId, input, now),
      );
      return {
        transaction: done && toTransactionView(done),
        creditBalance: wallet.balance + (done ? input.amount : 0),
        approval: waiting,
      };
    });
  });
}

/** Does what was asked for, at once or after its approval. The wallet is locked. */
export async function adjustLocked(
  tx: Tx,
  wallet: Wallet,
  administratorId: string,
  { amount, reason }: Requested,
  now: Date,
): Promise<Transaction> {
  refuseBelowZero(wallet, { amount });
  return adjustWallet(tx, wallet, administratorId, { amount, reason }, now);
}

function refuseBelowZero({ balance }: Wallet, { amount }: Pick<Requested, 'amount'>): void {
  if (balance + amount >= 0) return;
  throw new DomainError('INSUFFICIENT_CREDIT', 'The wallet holds less than that', {
    required: -amount,
    balance,
    shortfall: -amount - balance,
  });
}

interface Adjustment {
  /** Signed rupiah. */
  amount: number;
  reason: string;
  /** What it is taken from, and what names that entry; absent: ours to give. */
  from?: { account: string; key: string };
}

/** Moves a wallet that is locked and can bear it, and tells its owner and the audit log. */
export async function adjustWallet(
  tx: Tx,
  wallet: Wallet,
  administratorId: string,
  adjustment: Adjustment,
  now: Date,
): Promise<Transaction> {
  const transaction = await move(tx, wallet, administratorId, adjustment, now);
  await tell(tx, administratorId, transaction, adjustment, now);
  return transaction;
}

async function move(
  tx: Tx,
  { userId, balance }: Wallet,
  administratorId: string,
  { amount, reason, from }: Adjustment,
  now: Date,
): Promise<Transaction> {
  const id = newId();
  await tx.insert(Transaction, {
    id,
    userId,
    type: 'ADMIN_ADJUSTMENT',
    status: 'COMPLETED',
    direction: amount > 0 ? 'IN' : 'OUT',
    amount: rupiah(Math.abs(amount)),
    balanceBefore: balance,
    balanceAfter: rupiah(balance + amount),
    paymentMethod: 'ADMIN_MANUAL',
    description: reason,
    metadata: {},
    processedBy: administratorId,
    adminNotes: reason,
    createdAt: now,
    updatedAt: now,
    completedAt: now,
  });
  await post(
    tx,
    {
      key: from?.key ?? `adjust:${id}`,
      isGift: from === undefined,
      description: reason,
      transactionId: id,
      legs: [
        { account: from?.account ?? ACCOUNTS.adjustments, amount: rupiah(-amount) },
        { account: walletAccount(userId), amount: rupiah(amount) },
      ],
    },
    now,
  );
  return tx.findOneByOrFail(Transaction, { id });
}

async function tell(
  tx: Tx,
  administratorId: string,
  { id, userId, balanceAfter }: Transaction,
  { amount, reason }: Adjustment,
  now: Date,
): Promise<void> {
  await recordAction(
    tx,
    {
      actorId: administratorId,
      action: 'wallet.adjust',
      subject: 'user',
      subjectId: userId,
      details: { amount, reason, transactionId: id },
    },
    now,
  );
  await notify(
    tx,
    {
      userId,
      kind: 'CREDIT_ADJUSTED',
      dedupeKey: `CREDIT_ADJUSTED:${id}`,
      data: { amount, balance: balanceAfter, reason },
      link: '/wallet',
    },
    now,
  );
  await announce(tx, { topic: 'wallet', userId, id });
}
