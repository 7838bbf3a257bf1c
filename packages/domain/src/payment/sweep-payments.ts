import { type Tx, withTransaction } from '@minispod/database/transaction';
import { eachAlone } from '../sweep/each-alone.js';
import { convergePayment, type PaymentDeps } from './converge-payment.js';

/** Payments looked at in one pass, and how many at a time. */
const BATCH = 100;
const PARALLEL = 8;
/** A claimed payment is left to its claimer for this long; after a crash another sweep takes it. */
const LEASE_MS = 60_000;

const DUE = `SELECT id FROM payments WHERE next_check_at <= $1 AND gateway <> 'manual'
   ORDER BY next_check_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;
/** Told of, and not asked about since: a notification's own job does that within seconds. Nobody's lease is touched. */
const FORGOTTEN = `SELECT id FROM payments WHERE (next_check_at IS NULL OR next_check_at > $2) AND id IN (
     SELECT payment_id FROM gateway_events WHERE handled_at IS NULL AND received_at < $1::timestamptz - interval '1 minute'
      ORDER BY received_at LIMIT ${BATCH}) FOR UPDATE SKIP LOCKED`;

async function claim(tx: Tx, which: string, now: Date): Promise<{ id: string }[]> {
  const leaseEnds = new Date(now.getTime() + LEASE_MS);
  const [claimed] = await tx.query(
    `UPDATE payments SET next_check_at = $2 WHERE id IN (${which}) RETURNING id`,
    [now, leaseEnds],
  );
  return claimed;
}

/**
 * Asks the gateway about every payment whose time has come, or whose notification's job was lost: this finds what nobody
 * told, and ends what lapsed.
 * Several sweeps share the work. Returns how many were asked about.
 */
export async function sweepPayments(deps: PaymentDeps, now: Date): Promise<number> {
  const { dataSource } = deps;
  const due = await eachAlone(
    { dataSource, name: 'payments', now },
    // The lease is the rest of one that fails: it is not found again before that ends.
    () =>
      withTransaction(dataSource, async (tx) => [
        ...(await claim(tx, DUE, now)),
        ...(await claim(tx, FORGOTTEN, now)),
      ]),
    ({ id }) => convergePayment(deps, id, now),
    { subjectOf: ({ id }) => id, width: PARALLEL },
  );
  return due.length;
}
