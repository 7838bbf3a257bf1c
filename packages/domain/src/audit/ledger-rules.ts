import { ACCOUNTS } from '../ledger/accounts.js';
import type { Rule } from './rule.js';

const COMPARE =
  'Stop spending for the customers concerned and compare with the last backup: rows were changed by hand.';
const REVERSE =
  'Find what wrote it by its key and order, then correct it with a reversing entry; never by changing rows.';

/** Tables that the database itself keeps from being rewritten. */
const APPEND_ONLY = ['ledger_entries', 'ledger_postings', 'status_history', 'invoices', 'audit_log'];

export const ledgerRules: Rule[] = [
  {
    id: 1,
    name: 'an entry does not balance',
    sql: `SELECT e.id AS subject, e.idempotency_key AS key, coalesce(sum(p.amount), 0) AS total, count(p.id) AS legs
            FROM ledger_entries e LEFT JOIN ledger_postings p ON p.entry_id = e.id
           GROUP BY e.id HAVING coalesce(sum(p.amount), 0) <> 0 OR count(p.id) < 2`,
    explain: (row) => `entry ${row.subject} (${row.key}) sums to ${row.total} over ${row.legs} legs`,
    whatToDo: REVERSE,
  },
  {
    id: 4,
    name: 'postings can be rewritten',
    sql: `SELECT t.name AS subject FROM unnest(ARRAY['${APPEND_ONLY.join("', '")}']) AS t(name)
           WHERE NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.name::regclass AND g.tgname = 'append_only' AND g.tgenabled IN ('O', 'A'))`,
    explain: (row) => `the trigger that makes ${row.subject} append-only is missing or off`,
    whatToDo: 'Put the trigger back as the migration made it, and find out who took it away.',
  },
  {
    id: 4,
    name: 'a balance was not what its transaction says',
    sql: `SELECT t.id AS subject, t.balance_after AS said, max(p.running) AS was
            FROM (SELECT entry_id, account_id, id, sum(amount) OVER (PARTITION BY account_id ORDER BY id) AS running
                    FROM ledger_postings WHERE account_id IN (SELECT user_id FROM wallets)) p
            JOIN ledger_entries e ON e.id = p.entry_id JOIN transactions t ON t.id = e.transaction_id AND t.user_id = p.account_id
           GROUP BY t.id HAVING max(p.running) <> t.balance_after OR count(*) <> 1`,
    explain: (row) => `transaction ${row.subject} says ${row.said} afterwards, its postings say ${row.was}`,
    whatToDo: COMPARE,
  },
  {
    id: 5,
    name: 'a key had more than one effect',
    sql: `SELECT idempotency_key AS subject, count(*) AS entries FROM ledger_entries GROUP BY idempotency_key HAVING count(*) > 1`,
    explain: (row) => `${row.subject} was posted ${row.entries} times`,
    whatToDo: REVERSE,
  },
  {
    id: 6,
    name: 'the accounts do not sum to zero',
    sql: `SELECT 'all accounts' AS subject, sum(amount) AS total FROM ledger_postings HAVING sum(amount) <> 0`,
    explain: (row) => `all postings sum to ${row.total}`,
    whatToDo: 'Find the entries that do not balance: they add up to this.',
  },
  {
    id: 6,
    name: 'a posting hangs in the air',
    sql: `SELECT p.id::text AS subject, p.amount FROM ledger_postings p
           WHERE NOT EXISTS (SELECT FROM ledger_entries e WHERE e.id = p.entry_id)
              OR NOT EXISTS (SELECT FROM ledger_accounts a WHERE a.id = p.account_id)`,
    explain: (row) => `posting ${row.subject} of ${row.amount} has no entry or no account`,
    whatToDo: COMPARE,
  },
  {
    id: 6,
    name: 'held money differs from open holds',
    sql: `SELECT 'held' AS subject, posted, open FROM
            (SELECT coalesce(sum(amount), 0) AS posted FROM ledger_postings WHERE account_id = '${ACCOUNTS.held}') p,
            (SELECT coalesce(sum(amount), 0) AS open FROM holds WHERE status = 'HELD') h WHERE posted <> open`,
    explain: (row) => `${row.posted} is held in the ledger, ${row.open} in open holds`,
    whatToDo: 'Compare the entries hold:, capture: and return: of each order with its hold.',
  },
];
