import { type Tx, withTransaction } from '@minispod/database/transaction';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
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
  const due = await withTransaction(deps.dataSource, async (tx) => [
    ...(await claim(tx, DUE, now)),
    ...(await claim(tx, FORGOTTEN, now)),
  ]);
  const queue = [...due];
  const faults: unknown[] = [];
  const work = async () => {
    for (let payment = queue.shift(); payment; payment = queue.shift()) {
      await convergePayment(deps, payment.id, now).catch((error: unknown) => {
        // Asked again when the lease ends; the other payments need not wait for this one.
        if (!(error instanceof GatewayUnreachable)) faults.push(error);
      });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} payments could not be settled`);
  return due.length;
}
