import type { TransactionDetail } from '@minispod/contracts/wallet';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { toTransactionView } from './list-transactions.js';

/** One line of the user's wallet history with the ledger postings beneath it. */
export async function getTransaction(reader: Reader, userId: string, id: string): Promise<TransactionDetail> {
  const row = await reader.findOneBy(Transaction, { id, userId });
  if (!row) throw notFound('Transaction');
  const postings: { account: string; amount: number; description: string; at: Date }[] = await reader.query(
    `SELECT CASE WHEN a.kind = 'WALLET' THEN 'wallet' ELSE a.name END AS account, p.amount, e.description, e.created_at AS at
       FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
      WHERE e.transaction_id = $1 ORDER BY p.id`,
    [id],
  );
  return {
    ...toTransactionView(row),
    postings: postings.map((posting) => ({ ...posting, at: posting.at.toISOString() })),
  };
}
