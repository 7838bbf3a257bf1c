import { movesOutsideTable } from './history-rules.js';
import type { Rule } from './rule.js';

const ASK = 'Ask the gateway about it: what it settled is the truth. Correct with a reversing entry.';

/** What such a payment brought is in the wallet, or went back since. */
const CREDITED = `'PAID', 'PARTIALLY_REVERSED', 'REVERSED'`;

export const paymentRules: Rule[] = [
  {
    id: 7,
    name: 'a top-up was credited other than once with its amount',
    sql: `SELECT pay.id AS subject, pay.status, pay.amount, coalesce(c.credited, 0) AS credited FROM payments pay
            LEFT JOIN (SELECT e.transaction_id, sum(p.amount) AS credited FROM ledger_entries e
                         JOIN ledger_postings p ON p.entry_id = e.id JOIN wallets w ON w.user_id = p.account_id
                        GROUP BY e.transaction_id) c ON c.transaction_id = pay.transaction_id
           WHERE coalesce(c.credited, 0) <> CASE WHEN pay.status IN (${CREDITED}) THEN pay.amount ELSE 0 END`,
    explain: (row) =>
      `payment ${row.subject} over ${row.amount} is ${row.status} and was credited ${row.credited}`,
    whatToDo: ASK,
  },
  {
    id: 8,
    name: 'a credit has no evidence',
    sql: `SELECT pay.id AS subject, pay.amount FROM payments pay
           WHERE pay.status IN (${CREDITED}) AND (pay.paid_at IS NULL OR pay.evidence IS NULL OR pay.evidence = '{}')
          UNION ALL
          SELECT e.id, 0 FROM ledger_entries e WHERE e.idempotency_key LIKE 'topup:%'
             AND NOT EXISTS (SELECT FROM payments pay WHERE 'topup:' || pay.id = e.idempotency_key AND pay.paid_at IS NOT NULL)`,
    explain: (row) => `${row.subject} was credited without a settlement that we kept`,
    whatToDo: ASK,
  },
  { ...movesOutsideTable("subject = 'payment'"), id: 9, name: 'a payment moved as none may' },
  {
    id: 18,
    name: 'a payment is open past its end',
    sql: `SELECT id AS subject, status, expires_at FROM payments
           WHERE status IN ('PENDING', 'UNCERTAIN')
             AND greatest(expires_at + interval '1 day', challenged_at + interval '2 days') < (SELECT now FROM clock) - interval '7 hours'`,
    explain: (row) => `payment ${row.subject} is ${row.status}, though it lapsed at ${row.expires_at}`,
    whatToDo: 'See why the sweep of payments does not ask about it: is the renewal worker running?',
  },
  {
    id: 18,
    name: 'a payment waits without a next look',
    sql: `SELECT id AS subject, status, flag FROM payments
           WHERE (status IN ('PENDING', 'UNCERTAIN') AND next_check_at IS NULL)
              OR (status = 'IN_REVIEW' AND gateway <> 'manual' AND flag IS NULL)`,
    explain: (row) =>
      `payment ${row.subject} is ${row.status}, and neither a sweep nor an alert brings it up again`,
    whatToDo: 'Ask the gateway about it in its page: that also sets when it is looked at next.',
  },
  {
    id: 18,
    name: 'a notification was not looked into',
    sql: `SELECT payment_id AS subject, raw_status, last_received_at AS received_at FROM gateway_events
           WHERE handled_at IS NULL AND last_received_at < (SELECT now FROM clock) - interval '1 day'`,
    explain: (row) =>
      `payment ${row.subject} was told to be ${row.raw_status} at ${row.received_at}, and nobody asked`,
    whatToDo: 'See why the sweep of payments does not ask about it: does its gateway answer, has it keys?',
  },
  {
    id: 18,
    name: 'a transfer is under review without a proof',
    sql: `SELECT id AS subject, gateway FROM payments pay
           WHERE status = 'IN_REVIEW' AND gateway = 'manual' AND NOT EXISTS (SELECT FROM payment_proofs p WHERE p.payment_id = pay.id)`,
    explain: (row) =>
      `payment ${row.subject} (${row.gateway}) waits for a judgement and shows nothing to judge`,
    whatToDo: 'Ask the customer for the proof, or reject it: they are told and can upload another one.',
  },
];
