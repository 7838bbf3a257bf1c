import type { SettlingGateway } from '@minispod/contracts/payments';
import type { Tx } from '@minispod/database/transaction';
import { CLEARING } from '../ledger/accounts.js';
import { findLineDifferences, findMissingThere } from './find-differences.js';
import { matchPayments, matchReversals } from './match.js';
import { closePassed, undoOvertaken } from './pass.js';

/** One list of a gateway at a time. It keeps nobody from being credited: their postings take a weaker lock. */
export async function lockGateway(tx: Tx, gateway: SettlingGateway): Promise<void> {
  await tx.query('SELECT FROM ledger_accounts WHERE id = $1 FOR NO KEY UPDATE', [CLEARING[gateway]]);
}

/**
 * Matches the lines that match nothing yet, with what we credited and gave back by now, and writes down what does not
 * match; differences that are none any more end. Safe any number of times. `importId`: lines to be judged for the first
 * time. The gateway is locked.
 */
export async function reconcile(
  tx: Tx,
  gateway: SettlingGateway,
  now: Date,
  importId: string | null = null,
): Promise<void> {
  await matchPayments(tx, gateway);
  // Those of just the amount first: of two refunds in part each line finds its own.
  await matchReversals(tx, gateway, { isExact: true });
  await matchReversals(tx, gateway, { isExact: false });
  await findLineDifferences(tx, gateway, importId, now);
  await undoOvertaken(tx, gateway, now);
  await closePassed(tx, gateway, now);
  await findMissingThere(tx, gateway, now);
}
