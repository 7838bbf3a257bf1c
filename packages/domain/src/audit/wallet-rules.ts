import type { Rule } from './rule.js';

const FREEZE = 'Suspend the account and compare the wallet with its postings: the postings are the truth.';

/** A top-up that went back was credited before: what went back is a transaction of its own. */
const CREDITED = `(t.status = 'COMPLETED' OR t.type = 'TOP_UP' AND t.status = 'REFUNDED')`;

/** What a transaction must have moved in its owner's wallet; one that is open or came to nothing moved nothing. */
const MOVED = `CASE WHEN t.direction = 'IN' AND ${CREDITED} THEN t.amount
  WHEN t.direction = 'OUT' AND t.status IN ('PENDING', 'COMPLETED', 'REFUNDED') THEN -t.amount ELSE 0 END`;

export const walletRules: Rule[] = [
  {
    id: 2,
    name: 'a wallet differs from its postings',
    sql: `SELECT w.user_id AS subject, w.balance, coalesce(p.total, 0) AS posted FROM wallets w
            LEFT JOIN (SELECT account_id, sum(amount) AS total FROM ledger_postings GROUP BY account_id) p ON p.account_id = w.user_id
           WHERE w.balance <> coalesce(p.total, 0)`,
    explain: (row) => `wallet ${row.subject} holds ${row.balance}, its postings sum to ${row.posted}`,
    whatToDo: FREEZE,
  },
  {
    id: 2,
    name: 'a transaction differs from its postings',
    sql: `SELECT t.id AS subject, t.type, t.status, ${MOVED} AS expected, coalesce(p.total, 0) AS posted FROM transactions t
            LEFT JOIN (SELECT e.transaction_id, p.account_id, sum(p.amount) AS total FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
                        WHERE e.transaction_id IS NOT NULL GROUP BY e.transaction_id, p.account_id) p
              ON p.transaction_id = t.id AND p.account_id = t.user_id
           WHERE coalesce(p.total, 0) <> ${MOVED}`,
    explain: (row) =>
      `transaction ${row.subject} (${row.type}, ${row.status}) should have moved ${row.expected} and moved ${row.posted}`,
    whatToDo: FREEZE,
  },
  {
    id: 2,
    name: 'a transaction cannot be added up',
    sql: `SELECT t.id AS subject, t.balance_before AS before, t.balance_after AS after, ${MOVED} AS moved FROM transactions t
           WHERE t.balance_after <> t.balance_before + ${MOVED} AND ${MOVED} <> 0`,
    explain: (row) => `transaction ${row.subject}: ${row.before} and ${row.moved} are not ${row.after}`,
    whatToDo: FREEZE,
  },
  {
    id: 2,
    name: 'totals differ from the transactions',
    sql: `SELECT w.user_id AS subject, w.total_top_up, w.total_spent, coalesce(t.topped_up, 0) AS topped_up, coalesce(t.spent, 0) AS spent
            FROM wallets w LEFT JOIN (
              SELECT t.user_id, sum(t.amount) FILTER (WHERE t.type = 'TOP_UP') AS topped_up,
                     coalesce(sum(t.amount) FILTER (WHERE t.type IN ('SUBSCRIPTION', 'UPGRADE')), 0)
                       - coalesce(sum(t.amount) FILTER (WHERE t.type = 'REFUND' AND e.idempotency_key LIKE 'refund:%'), 0) AS spent
                FROM transactions t LEFT JOIN ledger_entries e ON e.transaction_id = t.id AND t.type = 'REFUND'
               WHERE ${CREDITED} GROUP BY t.user_id) t ON t.user_id = w.user_id
           WHERE w.total_top_up <> coalesce(t.topped_up, 0) OR w.total_spent <> coalesce(t.spent, 0)`,
    explain: (row) =>
      `wallet ${row.subject} shows ${row.total_top_up} topped up and ${row.total_spent} spent; its transactions say ${row.topped_up} and ${row.spent}`,
    whatToDo: 'Set the two totals to what the transactions say: they are for reading only.',
  },
  {
    id: 2,
    name: 'a debt differs from its postings',
    sql: `SELECT w.user_id AS subject, w.receivable, coalesce(p.total, 0) AS posted FROM wallets w
            LEFT JOIN (SELECT a.user_id, -sum(p.amount) AS total FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id
                        WHERE a.kind = 'RECEIVABLE' GROUP BY a.user_id) p ON p.user_id = w.user_id
           WHERE w.receivable <> coalesce(p.total, 0)`,
    explain: (row) =>
      `customer ${row.subject} owes ${row.receivable}, the postings of it sum to ${row.posted}`,
    whatToDo: FREEZE,
  },
  {
    id: 2,
    name: 'money came in and did not pay the debt first',
    sql: `WITH moves AS (
            SELECT a.user_id, e.idempotency_key AS key, min(p.id) AS nth, coalesce(sum(p.amount) FILTER (WHERE a.kind = 'WALLET'), 0) AS come,
                   coalesce(-sum(p.amount) FILTER (WHERE a.kind = 'RECEIVABLE'), 0) AS owed
              FROM wallets w JOIN ledger_accounts a ON a.user_id = w.user_id JOIN ledger_postings p ON p.account_id = a.id
              JOIN ledger_entries e ON e.id = p.entry_id
             WHERE w.receivable_account IS NOT NULL GROUP BY a.user_id, e.id
          ), running AS (
            SELECT *, sum(owed) OVER (PARTITION BY user_id ORDER BY nth) - owed AS debt FROM moves
          )
          SELECT r.key AS subject, r.user_id, r.come, r.debt, coalesce(-paid.owed, 0) AS paid FROM running r
            LEFT JOIN moves paid ON paid.user_id = r.user_id AND paid.key IN ('repay:' || r.key, 'repay:' || substr(r.key, length('topup:') + 1))
           WHERE r.come > 0 AND r.debt > 0 AND r.key NOT LIKE 'adjust:%' AND coalesce(-paid.owed, 0) < least(r.come, r.debt)`,
    explain: (row) =>
      `${row.subject} brought customer ${row.user_id} ${row.come} while ${row.debt} was owed, and ${row.paid} of that was paid`,
    whatToDo: 'Its next top-up pays the debt. Find what raised the balance without posting.',
  },
  {
    id: 3,
    name: 'a balance is below zero',
    sql: `SELECT a.name AS subject, sum(p.amount) AS balance FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id
           WHERE a.kind IN ('WALLET', 'HELD') GROUP BY a.id HAVING sum(p.amount) < 0
          UNION ALL SELECT 'wallet:' || user_id, balance FROM wallets WHERE balance < 0`,
    explain: (row) => `${row.subject} stands at ${row.balance}`,
    whatToDo: 'Find the spend that was not covered; its service may have to be suspended until it is.',
  },
  {
    id: 2,
    name: 'a wallet has no account',
    sql: `SELECT coalesce(w.user_id, a.user_id) AS subject FROM wallets w
            FULL JOIN (SELECT * FROM ledger_accounts WHERE kind = 'WALLET') a ON a.id = w.user_id
           WHERE w.user_id IS NULL OR a.id IS NULL OR a.id <> a.user_id`,
    explain: (row) => `user ${row.subject} has a wallet without an account, or an account without a wallet`,
    whatToDo: 'Make the one that is missing, empty.',
  },
];
