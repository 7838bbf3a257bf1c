import { ACCOUNTS } from '../ledger/accounts.js';
import type { Rule } from './rule.js';

const COMPARE = 'Compare with what the gateway says went back; correct with a reversing entry.';

/** A reversal counts once it was decided; one that came to nothing gave back what it had set aside. */
const COUNTS = `r.status IN ('REQUESTED', 'DONE')`;

/** An administrator has said of payment `pay` what a flag of it was about. */
const LOOKED_AT = `EXISTS (SELECT FROM audit_log l WHERE l.subject_id = pay.id::text AND l.action = 'payment.clearFlag')`;

/** Money that went back, or is on its way: refunds, chargebacks, denials. */
export const reversalRules: Rule[] = [
  {
    id: 29,
    name: 'more went back than had come',
    sql: `SELECT pay.id AS subject, pay.amount, pay.status, sum(r.amount) AS reversed FROM payments pay JOIN payment_reversals r ON r.payment_id = pay.id
           WHERE ${COUNTS} GROUP BY pay.id
          HAVING sum(r.amount - r.excess) > CASE WHEN pay.paid_at IS NULL THEN 0 ELSE pay.amount END
              OR sum(r.amount) FILTER (WHERE r.channel <> 'BANK_ACCOUNT') > pay.amount`,
    explain: (row) => `payment ${row.subject} over ${row.amount} (${row.status}) gave back ${row.reversed}`,
    whatToDo: COMPARE,
  },
  {
    id: 29,
    name: 'a payment says another sum went back than its reversals',
    sql: `SELECT pay.id AS subject, pay.status, pay.reversed_amount AS said, coalesce(r.counted, 0) AS counted, coalesce(r.done, 0) AS done FROM payments pay
            LEFT JOIN (SELECT payment_id, sum(amount - excess) AS counted, sum(amount - excess) FILTER (WHERE r.status = 'DONE') AS done
                         FROM payment_reversals r WHERE ${COUNTS} GROUP BY payment_id) r ON r.payment_id = pay.id
           WHERE pay.reversed_amount <> coalesce(r.counted, 0)
              OR pay.status IN ('PAID', 'PARTIALLY_REVERSED', 'REVERSED') AND pay.status <> CASE coalesce(r.done, 0)
                   WHEN 0 THEN 'PAID' WHEN pay.amount THEN 'REVERSED' ELSE 'PARTIALLY_REVERSED' END`,
    explain: (row) =>
      `payment ${row.subject} (${row.status}) says ${row.said}, its reversals ${row.counted}, of which ${row.done} done`,
    whatToDo: COMPARE,
  },
  {
    id: 2,
    name: 'a reversal differs from its postings',
    sql: `SELECT r.id AS subject, r.status, r.taken, -coalesce(p.total, 0) AS posted FROM payment_reversals r JOIN payments pay ON pay.id = r.payment_id
            LEFT JOIN (SELECT split_part(e.idempotency_key, ':', 2) AS reversal, p.account_id, sum(p.amount) AS total
                         FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
                        WHERE split_part(e.idempotency_key, ':', 1) IN ('reversal', 'refund', 'refund-returned', 'refunded')
                        GROUP BY 1, 2) p ON p.reversal = r.id::text AND p.account_id = pay.user_id
           WHERE -coalesce(p.total, 0) <> CASE WHEN ${COUNTS} THEN r.taken ELSE 0 END`,
    explain: (row) =>
      `reversal ${row.subject} (${row.status}) over ${row.taken} took ${row.posted} from the wallet`,
    whatToDo: COMPARE,
  },
  {
    id: 2,
    name: 'what a reversal left owing differs from its postings',
    sql: `SELECT r.id AS subject, r.owed, coalesce(p.total, 0) AS posted FROM payment_reversals r
            LEFT JOIN (SELECT e.idempotency_key AS key, -sum(p.amount) AS total FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id
                         JOIN ledger_entries e ON e.id = p.entry_id WHERE a.kind = 'RECEIVABLE' GROUP BY e.id) p ON p.key = 'reversal:' || r.id
           WHERE r.owed <> coalesce(p.total, 0)`,
    explain: (row) =>
      `reversal ${row.subject} left ${row.owed} owing, the customer’s account says ${row.posted}`,
    whatToDo: COMPARE,
  },
  {
    id: 29,
    name: 'it was paid out twice and no administrator was called',
    sql: `SELECT r.id AS subject, r.payment_id, r.excess FROM payment_reversals r JOIN payments pay ON pay.id = r.payment_id
           WHERE r.excess > 0 AND pay.flag IS NULL AND NOT ${LOOKED_AT}`,
    explain: (row) => `${row.excess} of payment ${row.payment_id} went back a second time by ${row.subject}`,
    whatToDo: 'Compare with the gateway’s own page, then with what the customer owes; flag the payment.',
  },
  {
    id: 29,
    name: 'a gateway took money back and the books do not know',
    sql: `SELECT pay.id AS subject, pay.gateway, pay.gateway_status FROM payments pay
           WHERE pay.paid_at IS NOT NULL AND pay.flag IS NULL AND lower(pay.gateway_status) IN ('refund', 'partial_refund', 'chargeback', 'partial_chargeback')
             AND NOT coalesce(pay.evidence ? 'settlement', false) AND NOT ${LOOKED_AT}
             AND NOT EXISTS (SELECT FROM payment_reversals r WHERE r.payment_id = pay.id AND r.status = 'DONE' AND r.channel <> 'BANK_ACCOUNT'
                              AND (r.kind = 'CHARGEBACK' OR lower(pay.gateway_status) NOT LIKE '%chargeback'))`,
    explain: (row) => `payment ${row.subject}: ${row.gateway} says ${row.gateway_status}, nothing is booked`,
    whatToDo:
      'Ask the gateway about it again from its page; what it took is then booked, and owed if it is not there.',
  },
  {
    id: 6,
    name: 'money on its way back differs from the refunds that were asked for',
    sql: `SELECT 'refunds' AS subject, posted, asked FROM
            (SELECT coalesce(sum(amount), 0) AS posted FROM ledger_postings WHERE account_id = '${ACCOUNTS.refunds}') p,
            (SELECT coalesce(sum(amount), 0) AS asked FROM payment_reversals WHERE status = 'REQUESTED') r WHERE posted <> asked`,
    explain: (row) => `${row.posted} is on its way back in the ledger, ${row.asked} was asked for`,
    whatToDo: 'Compare the entries refund:, refunded: and refund-returned: of each reversal with its status.',
  },
  {
    id: 18,
    name: 'a refund is on its way for days',
    sql: `SELECT r.id AS subject, r.payment_id, r.amount, r.created_at FROM payment_reversals r
           WHERE r.status = 'REQUESTED' AND r.created_at < (SELECT now FROM clock) - interval '3 days'`,
    explain: (row) =>
      `refund ${row.subject} of payment ${row.payment_id} over ${row.amount} waits since ${row.created_at}`,
    whatToDo: 'See why the gateway does not answer to it: the renewal worker asks again every minute.',
  },
];
