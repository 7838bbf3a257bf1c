import { type Tx, withTransaction } from '@minispod/database/transaction';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
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
  const claimed = await withTransaction(deps.dataSource, async (tx) => [
    ...(await claim(tx, DUE, now)),
    ...(await claim(tx, CLAIMED, now)),
  ]);
  const due = [...new Set(claimed)];
  const queue = [...due];
  const faults: unknown[] = [];
  const work = async () => {
    for (let id = queue.shift(); id; id = queue.shift()) {
      await convergePayment(deps, id, now).catch((error: unknown) => {
        // Asked again later; the other payments need not wait for this one.
        if (!(error instanceof GatewayUnreachable)) faults.push(error);
      });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} payments could not be settled`);
  return due.length;
}
