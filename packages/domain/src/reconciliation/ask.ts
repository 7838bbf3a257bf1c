import type { SettlingGateway } from '@minispod/contracts/payments';
import type { DataSource } from 'typeorm';
import { convergePayment, type PaymentDeps } from '../payment/converge-payment.js';
import { type GatewaySettlement, GatewayUnreachable } from '../ports/payment-gateway.js';
import { paymentIdOf } from './rules/check-list.js';

/** Asked about at one time, and in all: the rest becomes differences, which are asked about again every night. */
const PARALLEL = 8;
const MOST = 500;

/**
 * Asks about what a list has and our books do not: payments that we did not credit and money that went back unseen.
 * Neither a gateway that does not answer nor one payment in trouble is a reason to refuse the list: what stays unbooked is
 * a difference, and whoever asks about those again reports the trouble.
 */
export async function askAboutLines(
  deps: PaymentDeps,
  gateway: SettlingGateway,
  settled: GatewaySettlement[],
  now: Date,
): Promise<void> {
  const lines = settled.map(({ kind, gross, orderId }) => ({
    kind,
    gross,
    paymentId: paymentIdOf(orderId),
  }));
  const ids: { id: string }[] = await deps.dataSource.query(
    `SELECT DISTINCT p.id FROM jsonb_to_recordset($2) AS l(kind text, "paymentId" uuid, gross bigint)
       JOIN payments p ON p.id = l."paymentId" AND p.gateway = $1
      WHERE (l.kind = 'PAYMENT' AND p.paid_at IS NULL)
         OR (l.kind <> 'PAYMENT' AND NOT EXISTS (SELECT FROM payment_reversals r WHERE r.payment_id = p.id AND r.status = 'DONE'
                                                    AND r.amount = -l.gross AND (r.kind = 'CHARGEBACK') = (l.kind = 'CHARGEBACK')))
      LIMIT ${MOST}`,
    [gateway, JSON.stringify(lines)],
  );
  await askAll(deps, ids, now);
}

/** Asks again about whatever is in a list and still not in our books. Returns what went wrong with single payments. */
export async function askAboutDifferences(deps: PaymentDeps, now: Date): Promise<unknown[]> {
  return askAll(deps, await findUnbooked(deps.dataSource), now);
}

async function findUnbooked(dataSource: DataSource): Promise<{ id: string }[]> {
  return dataSource.query(
    `SELECT DISTINCT payment_id AS id FROM reconciliation_differences
      WHERE status = 'OPEN' AND payment_id IS NOT NULL AND kind IN ('NOT_CREDITED', 'MISSING_HERE') LIMIT ${MOST}`,
  );
}

async function askAll(deps: PaymentDeps, payments: { id: string }[], now: Date): Promise<unknown[]> {
  const queue = [...payments];
  const faults: unknown[] = [];
  const work = async () => {
    for (let payment = queue.shift(); payment; payment = queue.shift()) {
      await convergePayment(deps, payment.id, now).catch((error: unknown) => {
        if (error instanceof GatewayUnreachable) queue.length = 0;
        else faults.push(error);
      });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return faults;
}
