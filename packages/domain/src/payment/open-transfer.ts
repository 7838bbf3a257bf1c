import { randomInt } from 'node:crypto';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import type { PaymentInstructions } from '@minispod/contracts/wallet';
import type { Tx } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';

/** Our bank accounts, shown to whoever transfers by hand. Empty: it is not offered. */
export interface BankAccount {
  bank: string;
  number: string;
  holder: string;
}

/** The last three digits tell open transfers apart on the bank's statement; they are credited like the rest. */
const CODES = 999;

/**
 * The exact amount to transfer: what was asked for and up to Rp999 more, so that no two open transfers are alike. The
 * database refuses a second one of the same amount. CONFLICT when all are taken.
 */
export async function transferAmount(tx: Tx, amount: Rupiah): Promise<Rupiah> {
  const rows: { amount: string }[] = await tx.query(
    `SELECT amount FROM payments WHERE gateway = 'manual' AND status IN ('PENDING', 'IN_REVIEW') AND amount BETWEEN $1 AND $2`,
    [amount + 1, amount + CODES],
  );
  const taken = new Set(rows.map((row) => Number(row.amount)));
  const free = Array.from({ length: CODES }, (_, index) => amount + index + 1).filter(
    (candidate) => !taken.has(candidate),
  );
  const chosen = free[randomInt(Math.max(free.length, 1))];
  if (chosen === undefined)
    throw new DomainError('CONFLICT', 'Too many transfers of this amount are open: choose another amount');
  return rupiah(chosen);
}

export function transferInstructions(amount: Rupiah, accounts: readonly BankAccount[]): PaymentInstructions {
  return { kind: 'TRANSFER', amount, accounts: [...accounts] };
}
