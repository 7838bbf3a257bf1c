import type { SettlingGateway } from '@minispod/contracts/payments';
import type { Tx } from '@minispod/database/transaction';
import { SAID } from './went-back.js';

/** Lines `l` that settle nothing, and of which no administrator has said what they are. */
const LOOSE = `l.gateway = $1 AND l.payment_id IS NOT NULL AND l.settles_payment IS NULL AND l.settles_reversal IS NULL AND NOT ${SAID}`;

/** A payment is settled by its first line, one of just its amount before others; every further one is a line too many. */
export async function matchPayments(tx: Tx, gateway: SettlingGateway): Promise<void> {
  await tx.query(
    `WITH candidates AS (
       SELECT l.import_id, l.line, l.payment_id,
              row_number() OVER (PARTITION BY l.payment_id ORDER BY (l.gross = p.amount) DESC, l.settled_at, l.line) AS nth
         FROM settlement_lines l JOIN payments p ON p.id = l.payment_id
        WHERE l.kind = 'PAYMENT' AND ${LOOSE}
          AND NOT EXISTS (SELECT FROM settlement_lines s WHERE s.settles_payment = l.payment_id)
     )
     UPDATE settlement_lines l SET settles_payment = c.payment_id FROM candidates c
      WHERE c.nth = 1 AND l.import_id = c.import_id AND l.line = c.line`,
    [gateway],
  );
}

/** A chargeback is one in both books; a bank that takes a payment back at once (DENIAL) is a refund in the list. */
const CLASS = (kind: string) => `CASE ${kind} WHEN 'CHARGEBACK' THEN 'CHARGEBACK' ELSE 'REFUND' END`;

/** Money that went back, by what a gateway did: sent by hand, it is in no list. */
export async function matchReversals(
  tx: Tx,
  gateway: SettlingGateway,
  { isExact }: { isExact: boolean },
): Promise<void> {
  await tx.query(
    `WITH theirs AS (
       SELECT l.import_id, l.line, l.payment_id, l.kind AS class, CASE WHEN $2 THEN -l.gross END AS amount,
              row_number() OVER (PARTITION BY l.payment_id, l.kind, CASE WHEN $2 THEN l.gross END ORDER BY l.settled_at, l.line) AS nth
         FROM settlement_lines l WHERE l.kind <> 'PAYMENT' AND ${LOOSE}
     ), ours AS (
       SELECT r.id, r.payment_id, ${CLASS('r.kind')} AS class, CASE WHEN $2 THEN r.amount END AS amount,
              row_number() OVER (PARTITION BY r.payment_id, ${CLASS('r.kind')}, CASE WHEN $2 THEN r.amount END ORDER BY r.done_at, r.id) AS nth
         FROM payment_reversals r
        WHERE r.payment_id IN (SELECT payment_id FROM theirs) AND r.status = 'DONE' AND r.channel <> 'BANK_ACCOUNT'
          AND NOT EXISTS (SELECT FROM settlement_lines s WHERE s.settles_reversal = r.id)
     )
     UPDATE settlement_lines l SET settles_reversal = ours.id
       FROM theirs JOIN ours ON ours.payment_id = theirs.payment_id AND ours.class = theirs.class AND ours.nth = theirs.nth
                            AND ours.amount IS NOT DISTINCT FROM theirs.amount
      WHERE l.import_id = theirs.import_id AND l.line = theirs.line`,
    [gateway, isExact],
  );
}
