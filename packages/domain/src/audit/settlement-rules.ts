import { CLEARING } from '../ledger/accounts.js';
import { wentBack } from '../reconciliation/went-back.js';
import type { Rule } from './rule.js';

const clearing = Object.values(CLEARING)
  .map((id) => `'${id}'`)
  .join(', ');
const accountOf = Object.entries(CLEARING)
  .map(([gateway, id]) => `('${gateway}', '${id}'::uuid)`)
  .join(', ');

/** What each entry moved, by account, of entries whose key begins so. */
const moved = (prefixes: string[]) => `
  SELECT e.idempotency_key AS key, sum(p.amount) FILTER (WHERE p.account_id IN (${clearing})) AS clearing,
         sum(p.amount) FILTER (WHERE a.kind = 'BANK') AS bank, sum(p.amount) FILTER (WHERE a.kind = 'FEES') AS fees
    FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
   WHERE ${prefixes.map((prefix) => `e.idempotency_key LIKE '${prefix}:%'`).join(' OR ')} GROUP BY e.id`;

const LOOK = 'Compare the entries of the import with its lines: rows were changed by hand.';

export const settlementRules: Rule[] = [
  {
    id: 7,
    name: 'clearing differs from what is credited and not settled',
    sql: `SELECT g.gateway AS subject, posted.amount AS posted, lines.amount + booked.amount + reversed.amount - credited.amount AS expected
            FROM (VALUES ${accountOf}) AS g(gateway, account)
            CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount), 0) AS amount FROM ledger_postings p WHERE p.account_id = g.account) posted
            CROSS JOIN LATERAL (SELECT coalesce(sum(pay.amount), 0) AS amount FROM payments pay
                                 WHERE pay.gateway = g.gateway AND pay.paid_at IS NOT NULL) credited
            CROSS JOIN LATERAL (SELECT coalesce(sum(r.amount), 0) AS amount FROM payment_reversals r JOIN payments pay ON pay.id = r.payment_id
                                 WHERE pay.gateway = g.gateway AND r.status = 'DONE' AND r.channel <> 'BANK_ACCOUNT') reversed
            CROSS JOIN LATERAL (SELECT coalesce(sum(l.gross), 0) AS amount FROM settlement_lines l WHERE l.gateway = g.gateway) lines
            CROSS JOIN LATERAL (SELECT coalesce(sum(d.booked), 0) AS amount FROM reconciliation_differences d
                                  JOIN settlement_imports i ON i.id = d.import_id WHERE i.gateway = g.gateway) booked
           WHERE posted.amount <> lines.amount + booked.amount + reversed.amount - credited.amount`,
    explain: (row) =>
      `${row.posted} wait at ${row.subject} in the ledger, ${row.expected} by payments, refunds and lists`,
    whatToDo:
      'Compare the entries topup:, reversal:, refunded:, settlement: and resolve: with what they are named after.',
  },
  {
    id: 7,
    name: 'a line of a settlement list is not in the books as it is',
    sql: `SELECT coalesce('settlement:' || l.import_id || ':' || l.line, m.key) AS subject, l.gross, m.clearing
            FROM settlement_lines l FULL JOIN (${moved(['settlement'])}) m ON m.key = 'settlement:' || l.import_id || ':' || l.line
           WHERE l.gross IS DISTINCT FROM m.clearing OR l.net <> -coalesce(m.bank, 0) OR l.fee <> -coalesce(m.fees, 0)`,
    explain: (row) => `${row.subject} over ${row.gross} moved ${row.clearing}`,
    whatToDo: LOOK,
  },
  {
    id: 7,
    name: 'a line of a settlement list matches nothing and nobody was told',
    sql: `SELECT l.import_id || ':' || l.line AS subject, l.gross FROM settlement_lines l
            LEFT JOIN payments p ON p.id = l.settles_payment
            LEFT JOIN payment_reversals r ON r.id = l.settles_reversal
           WHERE CASE WHEN p.id IS NOT NULL THEN p.paid_at IS NULL OR p.amount <> l.gross
                      WHEN r.id IS NOT NULL THEN r.status <> 'DONE' OR r.amount <> -l.gross ELSE true END
             AND NOT EXISTS (SELECT FROM reconciliation_differences d WHERE d.import_id = l.import_id AND d.line = l.line)
             AND (l.payment_id IS NULL OR NOT ${wentBack('l.payment_id')})`,
    explain: (row) => `line ${row.subject} over ${row.gross} has no difference to its name`,
    whatToDo: 'Import a list of that day again: every import looks at whatever matches nothing.',
  },
  {
    id: 7,
    name: 'a difference was booked otherwise than it was resolved',
    sql: `SELECT d.id AS subject, d.resolution, d.booked, coalesce(m.clearing, 0) AS moved FROM reconciliation_differences d
            LEFT JOIN (SELECT split_part(key, ':', 2) AS id, sum(clearing) AS clearing FROM (${moved(['resolve', 'unresolve'])}) e GROUP BY 1) m
                   ON m.id = d.id::text
           WHERE coalesce(m.clearing, 0) <> d.booked
              OR d.booked <> CASE WHEN d.resolution IN ('WRITE_OFF', 'EXPLAINED') OR (d.resolution = 'CREDIT' AND d.kind <> 'NOT_CREDITED')
                                  THEN coalesce(d.ours, 0) - coalesce(d.theirs, 0) ELSE 0 END`,
    explain: (row) =>
      `difference ${row.subject} (${row.resolution}) booked ${row.booked}, its entries moved ${row.moved}`,
    whatToDo: LOOK,
  },
];
