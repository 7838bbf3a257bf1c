import type { Rupiah } from '@minispod/contracts/rupiah';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';

export interface Leg {
  account: string;
  /** Signed rupiah; the legs of an entry sum to zero. */
  amount: Rupiah;
}

export interface Entry {
  /** What this entry does, once: a second entry with the same key is refused by the database. */
  key: string;
  description: string;
  legs: Leg[];
  transactionId?: string | undefined;
  orderId?: string | undefined;
}

/**
 * Writes one balanced ledger entry and moves the balance of each wallet it touches, in one statement. This is the only
 * place that changes a balance, so a balance is always the sum of its postings. The caller holds the wallet's lock.
 * The database refuses an entry that does not balance, a used key and a balance below zero.
 */
export async function post(tx: Tx, entry: Entry, now: Date): Promise<void> {
  await tx.query(
    `WITH legs AS (
       SELECT account::uuid AS account, amount FROM unnest($6::text[], $7::bigint[]) AS leg(account, amount)
     ), entry AS (
       INSERT INTO ledger_entries (id, idempotency_key, description, transaction_id, order_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $8)
     ), postings AS (
       INSERT INTO ledger_postings (entry_id, account_id, amount) SELECT $1, account, amount FROM legs
     )
     UPDATE wallets SET balance = balance + legs.amount, updated_at = $8 FROM legs WHERE wallets.user_id = legs.account`,
    [
      newId(),
      entry.key,
      entry.description,
      entry.transactionId ?? null,
      entry.orderId ?? null,
      entry.legs.map((leg) => leg.account),
      entry.legs.map((leg) => leg.amount),
      now,
    ],
  );
}
