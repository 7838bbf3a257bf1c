import type { SettlingGateway } from '@minispod/contracts/payments';
import type { Tx } from '@minispod/database/transaction';
import { wentBack } from './went-back.js';

/** An administrator who said that it will come is asked again when it has not. */
const PATIENCE_DAYS = 7;

/**
 * Writes down what is wrong with the lines of an import, with those that match nothing and nobody was told of, and with
 * those whose earlier difference turned into another: a payment credited since, over another amount.
 */
export async function findLineDifferences(
  tx: Tx,
  gateway: SettlingGateway,
  importId: string | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `WITH candidates AS (
       SELECT import_id, line FROM settlement_lines WHERE import_id = $2
       UNION SELECT import_id, line FROM reconciliation_differences WHERE status = 'OPEN' AND line IS NOT NULL
       UNION SELECT import_id, line FROM settlement_lines WHERE settles_payment IS NULL AND settles_reversal IS NULL
     ), judged AS (
       SELECT l.import_id, l.line, l.payment_id, r.id AS reversal_id, l.gross, coalesce(is_told, false) AS is_told,
              CASE WHEN l.settles_payment IS NOT NULL AND p.paid_at IS NOT NULL THEN p.amount ELSE -r.amount END AS ours,
              CASE
                WHEN ${wentBack('l.payment_id')} THEN NULL
                WHEN l.settles_reversal IS NOT NULL THEN CASE WHEN r.amount <> -l.gross THEN 'AMOUNT_DIFFERS' END
                WHEN l.settles_payment IS NOT NULL THEN
                  CASE WHEN p.paid_at IS NULL THEN 'NOT_CREDITED' WHEN p.amount <> l.gross THEN 'AMOUNT_DIFFERS' END
                WHEN EXISTS (SELECT FROM settlement_lines s
                              WHERE s.payment_id = l.payment_id AND s.kind = l.kind AND (s.settles_payment IS NOT NULL OR s.settles_reversal IS NOT NULL)
                                AND (l.kind = 'PAYMENT' OR s.gross = l.gross)) THEN 'TWICE_THERE'
                ELSE 'MISSING_HERE'
              END AS kind
         FROM candidates JOIN settlement_lines l USING (import_id, line)
         LEFT JOIN payments p ON p.id = l.payment_id
         LEFT JOIN payment_reversals r ON r.id = l.settles_reversal
         LEFT JOIN LATERAL (SELECT true AS is_told FROM reconciliation_differences d WHERE d.import_id = l.import_id AND d.line = l.line LIMIT 1) t ON true
        WHERE l.gateway = $1
     )
     INSERT INTO reconciliation_differences (id, import_id, line, payment_id, reversal_id, kind, ours, theirs, status, created_at)
     SELECT gen_random_uuid(), import_id, line, payment_id, reversal_id, kind, ours, gross, 'OPEN', $3
       FROM judged WHERE kind IS NOT NULL AND (kind = 'AMOUNT_DIFFERS' OR NOT is_told) ORDER BY line
     ON CONFLICT (import_id, line, kind) WHERE line IS NOT NULL DO NOTHING`,
    [gateway, importId, now],
  );
}

/**
 * Money of ours `o` that a list of this gateway is to have: credited, or gone back, on a Jakarta day. Cards are settled on
 * the next. What a bank took back before it was settled (DENIAL) is in no list, neither there nor back.
 */
const OURS = `
  SELECT p.id AS payment_id, NULL::uuid AS reversal_id, p.amount, (p.paid_at AT TIME ZONE 'Asia/Jakarta')::date + (p.method = 'CREDIT_CARD')::int AS day
    FROM payments p
   WHERE p.gateway = $1 AND p.paid_at IS NOT NULL
     AND NOT EXISTS (SELECT FROM settlement_lines s WHERE s.settles_payment = p.id)
     AND NOT EXISTS (SELECT FROM payment_reversals r WHERE r.payment_id = p.id AND r.kind = 'DENIAL' AND r.status = 'DONE')
  UNION ALL
  SELECT r.payment_id, r.id, -r.amount, (r.done_at AT TIME ZONE 'Asia/Jakarta')::date + (p.method = 'CREDIT_CARD')::int
    FROM payment_reversals r JOIN payments p ON p.id = r.payment_id
   WHERE p.gateway = $1 AND r.status = 'DONE' AND r.channel <> 'BANK_ACCOUNT'
     AND NOT EXISTS (SELECT FROM settlement_lines s WHERE s.settles_reversal = r.id)
     AND (r.kind <> 'DENIAL' OR EXISTS (SELECT FROM settlement_lines s WHERE s.settles_payment = p.id))`;

/** What is in none of the lists of the days it belongs to. A day that is not over is not judged. */
export async function findMissingThere(tx: Tx, gateway: SettlingGateway, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO reconciliation_differences (id, import_id, payment_id, reversal_id, kind, ours, status, created_at)
     SELECT gen_random_uuid(), covering.id, o.payment_id, o.reversal_id, 'MISSING_THERE', o.amount, 'OPEN', $2
       FROM (${OURS}) o
       CROSS JOIN LATERAL (SELECT i.id FROM settlement_imports i WHERE i.gateway = $1 AND o.day BETWEEN i.first_day AND i.last_day
                            ORDER BY i.created_at DESC LIMIT 1) covering
      WHERE o.day < ($2::timestamptz AT TIME ZONE 'Asia/Jakarta')::date
        AND NOT EXISTS (SELECT FROM reconciliation_differences d
                         WHERE d.kind = 'MISSING_THERE' AND d.payment_id = o.payment_id AND d.reversal_id IS NOT DISTINCT FROM o.reversal_id
                           AND (d.status = 'OPEN' OR d.resolution <> 'LATER' OR d.resolved_at > $2 - interval '${PATIENCE_DAYS} days'))`,
    [gateway, now],
  );
}
