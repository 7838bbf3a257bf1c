import type { List } from '@minispod/contracts/shared';
import type { TransactionsInput, TransactionView } from '@minispod/contracts/wallet';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Reader } from '@minispod/database/transaction';
import { And, type FindOptionsWhere, LessThan, MoreThanOrEqual } from 'typeorm';

/** The user's wallet history, newest first; `from` is included, `to` is not. */
export async function listTransactions(
  reader: Reader,
  userId: string,
  { type, status, from, to, page, limit }: TransactionsInput,
): Promise<List<TransactionView>> {
  const bounds = [from && MoreThanOrEqual(new Date(from)), to && LessThan(new Date(to))].filter(
    (bound) => !!bound,
  );
  const where: FindOptionsWhere<Transaction> = {
    userId,
    ...(type && { type }),
    ...(status && { status }),
    ...(bounds.length > 0 && { createdAt: And(...bounds) }),
  };
  const total = await reader.count(Transaction, { where });
  const rows = await reader.find(Transaction, {
    where,
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  return { items: rows.map(toTransactionView), page, limit, total };
}

export function toTransactionView(row: Transaction): TransactionView {
  return {
    id: row.id,
    type: row.type,
    status: row.status,
    direction: row.direction,
    amount: row.amount,
    balanceBefore: row.balanceBefore,
    balanceAfter: row.balanceAfter,
    paymentMethod: row.paymentMethod,
    paymentReference: row.paymentReference,
    description: row.description,
    subscriptionId: row.subscriptionId,
    orderId: row.orderId,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}
