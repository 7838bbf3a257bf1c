import { withTransaction } from '@minispod/database/transaction';
import { GatewayUnreachable } from '../ports/payment-gateway.js';
import { convergePayment, type PaymentDeps } from './converge-payment.js';

/** Payments looked at in one pass, and how many at a time. */
const BATCH = 100;
const PARALLEL = 8;
/** A claimed payment is left to its claimer for this long; after a crash another sweep takes it. */
const LEASE_MS = 60_000;

/**
 * Asks the gateway about every payment whose time has come: this finds what no notification told, and ends what lapsed.
 * Several sweeps share the work. Returns how many were asked about.
 */
export async function sweepPayments(deps: PaymentDeps, now: Date): Promise<number> {
  const due: { id: string }[] = await withTransaction(deps.dataSource, async (tx) => {
    const [rows] = await tx.query(
      `UPDATE payments SET next_check_at = $2 WHERE id IN (
         SELECT id FROM payments WHERE next_check_at <= $1 AND gateway <> 'manual' ORDER BY next_check_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
       ) RETURNING id`,
      [now, new Date(now.getTime() + LEASE_MS)],
    );
    return rows;
  });
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
