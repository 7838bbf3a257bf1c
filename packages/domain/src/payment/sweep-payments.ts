import { type Tx, withTransaction } from '@minispod/database/transaction';
import { eachAlone } from '../sweep/each-alone.js';
import { convergePayment, type PaymentDeps } from './converge-payment.js';

/** Payments looked at in one pass, and how many at a time. */
const BATCH = 100;
const PARALLEL = 8;
/** A claimed payment is left to its claimer for this long; after a crash another sweep takes it. */
const LEASE_MS = 60_000;

const DUE = `UPDATE payments SET next_check_at = $2 WHERE id IN (
   SELECT id FROM payments WHERE next_check_at <= $1 AND gateway <> 'manual'
    ORDER BY next_check_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING id`;
/** Notifications that claimed more than the gateway answered since, or whose own job was lost. */
const CLAIMED = `UPDATE gateway_events SET next_ask_at = $2 WHERE id IN (
   SELECT id FROM gateway_events WHERE next_ask_at <= $1
    ORDER BY next_ask_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING payment_id AS id`;

async function claim(tx: Tx, which: string, now: Date): Promise<string[]> {
  const [claimed]: [{ id: string }[]] = await tx.query(which, [now, new Date(now.getTime() + LEASE_MS)]);
  return claimed.map(({ id }) => id);
}

/**
 * Asks the gateway about every payment whose time has come, or whose notification is not borne out yet: this finds what no
 * notification said, and ends what lapsed.
 * Several sweeps share the work. Returns how many were asked about.
 */
export async function sweepPayments(deps: PaymentDeps, now: Date): Promise<number> {
  const { dataSource } = deps;
  const due = await eachAlone(
    { dataSource, name: 'payments', now },
    // The lease is the rest of one that fails: it is not found again before that ends.
    () =>
      withTransaction(dataSource, async (tx) => [
        ...new Set([...(await claim(tx, DUE, now)), ...(await claim(tx, CLAIMED, now))]),
      ]),
    (id) => convergePayment(deps, id, now),
    { width: PARALLEL },
  );
  return due.length;
}
