import type { Rule } from './rule.js';

export const orderRules: Rule[] = [
  {
    id: 17,
    name: 'money and outcome of an order disagree',
    sql: `SELECT o.id AS subject, o.status, o.total, h.status AS hold, h.amount FROM orders o LEFT JOIN holds h ON h.order_id = o.id
           WHERE o.kind <> 'RENEWAL' AND (
             (h.id IS NULL) <> (o.total = 0 OR o.status IN ('PENDING_PAYMENT', 'CANCELED'))
             OR h.amount <> o.total
             OR h.status <> CASE o.status WHEN 'ACTIVE' THEN 'CAPTURED' WHEN 'FAILED' THEN 'RETURNED' ELSE 'HELD' END)`,
    explain: (row) =>
      `order ${row.subject} over ${row.total} is ${row.status}, its money ${row.hold ?? 'was never held'}`,
    whatToDo:
      'Return the money of an order that failed; keep that of one that was delivered. By a ledger entry.',
  },
  {
    id: 17,
    name: 'a hold was settled other than once',
    sql: `SELECT h.order_id AS subject, h.status, count(e.id) FILTER (WHERE e.idempotency_key = 'capture:' || h.order_id) AS captured,
                 count(e.id) FILTER (WHERE e.idempotency_key = 'return:' || h.order_id) AS returned
            FROM holds h LEFT JOIN ledger_entries e ON e.order_id = h.order_id
           GROUP BY h.id HAVING count(e.id) FILTER (WHERE e.idempotency_key = 'capture:' || h.order_id) <> (h.status = 'CAPTURED')::integer
              OR count(e.id) FILTER (WHERE e.idempotency_key = 'return:' || h.order_id) <> (h.status = 'RETURNED')::integer`,
    explain: (row) =>
      `the hold of order ${row.subject} is ${row.status}: captured ${row.captured}×, returned ${row.returned}×`,
    whatToDo: 'Settle it once, as its order ended, by a ledger entry.',
  },
  {
    id: 18,
    name: 'an order is pending past its deadline',
    sql: `SELECT o.id AS subject, o.status, t.status AS task, t.deadline_at FROM orders o
            LEFT JOIN provisioning_tasks t ON t.order_id = o.id
           WHERE o.status IN ('PAID', 'PROVISIONING') AND (t.id IS NULL OR t.status NOT IN ('PENDING', 'RUNNING')
             OR coalesce(t.deadline_at, t.created_at) < (SELECT now FROM clock) - interval '1 hour')`,
    explain: (row) => `order ${row.subject} is ${row.status}, its task ${row.task ?? 'is missing'}`,
    whatToDo: 'See why the sweep of provisioning does not end it: is the provisioning worker running?',
  },
  {
    id: 18,
    name: 'an order waits for a payment that nobody can make',
    sql: `SELECT o.id AS subject, s.status, i.status AS instance, pay.open FROM orders o JOIN subscriptions s ON s.id = o.subscription_id
            LEFT JOIN service_instances i ON i.subscription_id = s.id
            LEFT JOIN (SELECT order_id, count(*) AS open FROM payments WHERE status IN ('PENDING', 'UNCERTAIN', 'IN_REVIEW') GROUP BY order_id) pay
              ON pay.order_id = o.id
           WHERE (o.status = 'PENDING_PAYMENT' OR o.kind = 'SUBSCRIBE' AND s.status = 'PENDING_PAYMENT')
             AND (o.status <> 'PENDING_PAYMENT' OR s.status <> 'PENDING_PAYMENT' OR i.status IS DISTINCT FROM 'PENDING' OR pay.open IS DISTINCT FROM 1)`,
    explain: (row) =>
      `order ${row.subject} has ${row.open ?? 'no'} open payments, its subscription is ${row.status} and its instance ${row.instance ?? 'missing'}`,
    whatToDo: 'Cancel its subscription, which frees the slot; what was paid for it is in the wallet.',
  },
  {
    id: 18,
    name: 'an unpaid order is kept past its time',
    sql: `SELECT id AS subject, pay_by FROM orders
           WHERE status = 'PENDING_PAYMENT' AND pay_by < (SELECT now FROM clock) - interval '1 hour'`,
    explain: (row) => `order ${row.subject} waits for its payment and should have lapsed at ${row.pay_by}`,
    whatToDo:
      'See why the sweep of payments does not end it: is the renewal worker running? Cancelling its subscription frees the slot.',
  },
  {
    id: 17,
    name: 'charged for what never ran',
    sql: `SELECT s.id AS subject, s.status, -coalesce(sum(p.amount) FILTER (WHERE a.kind = 'WALLET'), 0) AS spent FROM subscriptions s
            JOIN orders o ON o.subscription_id = s.id JOIN ledger_entries e ON e.order_id = o.id
            JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
           WHERE s.first_running_at IS NULL
           GROUP BY s.id HAVING sum(p.amount) FILTER (WHERE a.kind NOT IN ('WALLET', 'HELD')) <> 0
              OR s.status IN ('CANCELLED', 'EXPIRED') AND sum(p.amount) FILTER (WHERE a.kind = 'WALLET') <> 0`,
    explain: (row) =>
      `subscription ${row.subject} never ran, is ${row.status} and its owner has paid ${row.spent} for it`,
    whatToDo: 'Give everything that was paid for it back, by a reversing entry and a credit note.',
  },
  {
    id: 19,
    name: 'an upgrade is neither under way nor over',
    sql: `SELECT s.id AS subject, s.status, s.pending_plan_id, o.id AS order_id FROM subscriptions s
            LEFT JOIN orders o ON o.subscription_id = s.id AND o.kind = 'UPGRADE' AND o.status IN ('PAID', 'PROVISIONING')
           WHERE (s.status = 'PENDING_UPGRADE') <> (s.pending_plan_id IS NOT NULL)
              OR (s.status = 'PENDING_UPGRADE') <> (o.id IS NOT NULL)
              OR s.pending_plan_id::text <> o.plan_snapshot->>'planId'`,
    explain: (row) =>
      `subscription ${row.subject} is ${row.status}, its open upgrade is ${row.order_id ?? 'none'}`,
    whatToDo: 'Fail the upgrade, which restores plan, price, slot and money.',
  },
  {
    id: 26,
    name: 'an order differs from its items',
    sql: `SELECT o.id AS subject, o.subtotal, o.total, coalesce(i.amount, 0) AS items FROM orders o
            LEFT JOIN (SELECT order_id, sum(amount) AS amount FROM order_items GROUP BY order_id) i ON i.order_id = o.id
           WHERE o.subtotal <> coalesce(i.amount, 0) OR o.total <> o.subtotal - o.discount OR o.discount NOT BETWEEN 0 AND o.subtotal`,
    explain: (row) => `order ${row.subject} comes to ${row.subtotal}, its items to ${row.items}`,
    whatToDo: 'Compare with its invoice and what was charged.',
  },
];
