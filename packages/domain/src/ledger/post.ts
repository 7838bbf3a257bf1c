import type { Tx } from '@minispod/database/transaction';
import { promiseCollection } from '../outbox/promise-collection.js';
import { payDebt } from './pay-debt.js';
import { type Entry, writeEntries } from './write.js';

export type { Entry, Leg } from './write.js';

/**
 * Posts balanced entries. The caller holds the locks of the wallets. The database refuses an entry that does not balance,
 * a used key and a balance below zero.
 *
 * This is the door through which every balance rises, whatever raises it: in the same commit what has come pays the
 * customer's debt first, and the collection of what is due is promised. No way of crediting can forget either. Whoever
 * needs the balance after a credit reads the wallet again.
 */
export async function postAll(tx: Tx, entries: Entry[], now: Date): Promise<void> {
  for (const wallet of await writeEntries(tx, entries, now)) {
    await payDebt(tx, wallet, entries, now);
    await promiseCollection(tx, wallet.userId, now);
  }
}

/** One entry. */
export async function post(tx: Tx, entry: Entry, now: Date): Promise<void> {
  await postAll(tx, [entry], now);
}
