import { randomInt } from 'node:crypto';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import type { PaymentInstructions } from '@minispod/contracts/wallet';
import type { Tx } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { transferAmounts } from './rules/transfer-amounts.js';

/** Our bank accounts, shown to whoever transfers by hand. Empty: it is not offered. */
export interface BankAccount {
  bank: string;
  number: string;
  holder: string;
}

/** How long after its beginning a transfer's money may still come. */
const AFTERLIFE_MS = 30 * 86_400_000;

/**
 * The exact amount to transfer, so that no two open transfers are alike: see `transferAmounts`. The database refuses a
 * second one of the same amount. CONFLICT when all are taken.
 */
export async function transferAmount(tx: Tx, amount: Rupiah, now: Date): Promise<Rupiah> {
  const rows: { amount: string; isOpen: boolean }[] = await tx.query(
    `SELECT amount, bool_or(status IN ('PENDING', 'IN_REVIEW')) AS "isOpen" FROM payments
      WHERE gateway = 'manual' AND amount BETWEEN $1 AND $2 AND (status IN ('PENDING', 'IN_REVIEW') OR created_at > $3)
      GROUP BY amount`,
    [amount, amount + 1_000, new Date(now.getTime() - AFTERLIFE_MS)],
  );
  const free = transferAmounts(amount, new Map(rows.map((row) => [Number(row.amount), row])));
  const chosen = free[randomInt(Math.max(free.length, 1))];
  if (chosen === undefined)
    throw new DomainError('CONFLICT', 'Too many transfers of this amount are open: choose another amount');
  return rupiah(chosen);
}

export function transferInstructions(amount: Rupiah, accounts: readonly BankAccount[]): PaymentInstructions {
  return { kind: 'TRANSFER', amount, accounts: [...accounts] };
}
