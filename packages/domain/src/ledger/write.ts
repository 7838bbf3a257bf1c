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
  /** What its wallet legs move counts as spent; what comes back, as no longer spent. */
  isSpending?: boolean;
  /** An administrator's present: it is the customer's to spend and pays no debt. */
  isGift?: boolean;
  transactionId?: string | undefined;
  orderId?: string | undefined;
}

/** A wallet whose balance these entries raised, as it is now. */
export interface Raised {
  userId: string;
  balance: Rupiah;
  receivable: Rupiah;
  receivableAccount: string | null;
}

/**
 * Writes balanced ledger entries and moves the balance of each wallet they touch, in one statement however many they are.
 * This is the only place that changes a balance, so a balance is always the sum of its postings. Only the ledger itself
 * calls it: everybody else posts. Returns the wallets that hold more than before.
 */
export async function writeEntries(tx: Tx, entries: Entry[], now: Date): Promise<Raised[]> {
  const identified = entries.map((entry) => ({ id: newId(), ...entry }));
  const [raised] = await tx.query(
    `WITH entries AS (
       SELECT * FROM jsonb_to_recordset($1) AS e(id uuid, key text, description text, "transactionId" uuid, "orderId" uuid)
     ), legs AS (
       SELECT * FROM jsonb_to_recordset($2) AS l(entry uuid, account uuid, amount bigint, spent bigint)
     ), written AS (
       INSERT INTO ledger_entries (id, idempotency_key, description, transaction_id, order_id, created_at)
       SELECT id, key, description, "transactionId", "orderId", $3 FROM entries
     ), postings AS (
       INSERT INTO ledger_postings (entry_id, account_id, amount) SELECT entry, account, amount FROM legs
     ), moved AS (
       SELECT account, sum(amount)::bigint AS amount, sum(spent)::bigint AS spent FROM legs GROUP BY account
     )
     UPDATE wallets SET balance = balance + moved.amount, total_spent = total_spent + moved.spent, updated_at = $3
       FROM moved WHERE wallets.user_id = moved.account
     RETURNING user_id AS "userId", balance, receivable, receivable_account AS "receivableAccount", moved.amount > 0 AS "isRaised"`,
    [
      JSON.stringify(identified),
      JSON.stringify(
        identified.flatMap(({ id, legs, isSpending }) =>
          legs.map((leg) => ({ entry: id, ...leg, spent: isSpending ? -leg.amount : 0 })),
        ),
      ),
      now,
    ],
  );
  return raised.filter(({ isRaised }: { isRaised: boolean }) => isRaised);
}
