import type { SettlingGateway } from '@minispod/contracts/payments';
import type { DataSource } from 'typeorm';
import { convergePayment, type PaymentDeps } from '../payment/converge-payment.js';
import { type GatewaySettlement, GatewayUnreachable } from '../ports/payment-gateway.js';
import { eachAlone, RowsFailed } from '../sweep/each-alone.js';
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
  await askEach(deps, 'list-questions', () => ids, now).catch((error: unknown) => {
    if (!(error instanceof RowsFailed)) throw error;
  });
}

/** Asks again about whatever is in a list and still not in our books. */
export async function askAboutDifferences(deps: PaymentDeps, now: Date): Promise<void> {
  await askEach(deps, 'differences', (resting) => findUnbooked(deps.dataSource, resting), now);
}

async function findUnbooked(dataSource: DataSource, except: string[]): Promise<{ id: string }[]> {
  return dataSource.query(
    `SELECT DISTINCT payment_id AS id FROM reconciliation_differences
      WHERE status = 'OPEN' AND payment_id IS NOT NULL AND kind IN ('NOT_CREDITED', 'MISSING_HERE')
        AND payment_id::text <> ALL($1) LIMIT ${MOST}`,
    [except],
  );
}

/** A gateway that does not answer one question is asked no others in this pass. */
async function askEach(
  deps: PaymentDeps,
  name: string,
  find: (resting: string[]) => { id: string }[] | Promise<{ id: string }[]>,
  now: Date,
): Promise<void> {
  const silence = new AbortController();
  const ask = ({ id }: { id: string }) =>
    convergePayment(deps, id, now).catch((error: unknown) => {
      if (error instanceof GatewayUnreachable) silence.abort();
      throw error;
    });
  const pass = { dataSource: deps.dataSource, name, now };
  await eachAlone(pass, find, ask, {
    subjectOf: ({ id }) => id,
    width: PARALLEL,
    signal: silence.signal,
  });
}
