import type { Rule } from './rule.js';

/** Where period k − anchor_k of a subscription begins: the anchor's Jakarta day, clamped to a shorter month. */
const startOf = (k: string) =>
  `((s.anchor AT TIME ZONE 'Asia/Jakarta') + make_interval(months => (${k} - s.anchor_k) * CASE s.billing_cycle WHEN 'YEARLY' THEN 12 ELSE 1 END)) AT TIME ZONE 'Asia/Jakarta'`;

const RECKON =
  'Reckon the period anew from its anchor, and refund what was charged for time that was not given.';

export const periodRules: Rule[] = [
  {
    id: 10,
    name: 'a period has more than one charge, or none',
    sql: `SELECT p.subscription_id || '/' || p.k AS subject, p.price, o.total, o.subtotal FROM billing_periods p
            LEFT JOIN orders o ON o.id = p.order_id AND o.subscription_id = p.subscription_id
           WHERE p.price > 0 AND (o.id IS NULL OR o.kind IN ('RENEWAL') AND o.subtotal <> p.price OR o.kind = 'SUBSCRIBE' AND o.subtotal < p.price)
          UNION ALL
          SELECT o.id::text, o.total, o.total, o.subtotal FROM orders o
           WHERE o.kind = 'RENEWAL' AND NOT EXISTS (SELECT FROM billing_periods p WHERE p.order_id = o.id)
          UNION ALL
          SELECT order_id::text, max(price), count(*), 0 FROM billing_periods WHERE order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1
          UNION ALL
          SELECT subscription_id || '/' || k, max(price), count(*), 0 FROM billing_periods GROUP BY subscription_id, k HAVING count(*) > 1`,
    explain: (row) => `${row.subject}: a period at ${row.price} and its order do not match one to one`,
    whatToDo: 'Refund every charge of the period beyond the first, by a reversing entry and a credit note.',
  },
  {
    id: 10,
    name: 'an order was charged other than its total',
    sql: `SELECT o.id AS subject, o.total, coalesce(c.charged, 0) AS charged FROM orders o
            LEFT JOIN (SELECT e.order_id, -sum(p.amount) AS charged FROM ledger_entries e
                         JOIN ledger_postings p ON p.entry_id = e.id JOIN wallets w ON w.user_id = p.account_id
                        WHERE e.idempotency_key ~ '^(hold|renew):' GROUP BY e.order_id) c ON c.order_id = o.id
           WHERE coalesce(c.charged, 0) <> CASE WHEN o.status IN ('PENDING_PAYMENT', 'CANCELED') THEN 0 ELSE o.total END`,
    explain: (row) => `order ${row.subject} comes to ${row.total} and was charged ${row.charged}`,
    whatToDo: 'Refund what was charged too much, by a reversing entry; what was charged too little is given.',
  },
  {
    id: 10,
    name: 'a period was charged at another price',
    sql: `SELECT s.id AS subject, s.price, p.price AS charged FROM subscriptions s
            JOIN billing_periods p ON p.subscription_id = s.id AND p.k = s.current_k
           WHERE s.status = 'ACTIVE' AND s.grace_period_end IS NULL AND p.order_id IS NOT NULL AND p.price <> s.price
             AND NOT EXISTS (SELECT FROM orders o WHERE o.subscription_id = s.id AND o.kind = 'UPGRADE' AND o.status = 'ACTIVE' AND o.updated_at >= p.starts_at)`,
    explain: (row) =>
      `subscription ${row.subject} costs ${row.price} a period and was charged ${row.charged}`,
    whatToDo: 'Refund what was charged too much, by a reversing entry; what was charged too little is given.',
  },
  {
    id: 11,
    name: 'periods overlap',
    sql: `SELECT subscription_id || '/' || k AS subject, starts_at, before_end FROM (
            SELECT *, lag(coalesce(closed_at, ends_at)) OVER (PARTITION BY subscription_id ORDER BY k) AS before_end FROM billing_periods) p
           WHERE starts_at < before_end`,
    explain: (row) => `period ${row.subject} begins before the one before it has ended`,
    whatToDo: RECKON,
  },
  {
    id: 11,
    name: 'a gap between periods without a suspension',
    sql: `SELECT p.subscription_id || '/' || p.k AS subject, p.before_end, p.starts_at FROM (
            SELECT *, lag(coalesce(closed_at, ends_at)) OVER (PARTITION BY subscription_id ORDER BY k) AS before_end,
                   lag(k) OVER (PARTITION BY subscription_id ORDER BY k) AS before_k FROM billing_periods) p
           WHERE p.before_k <> p.k - 1 OR p.starts_at > p.before_end AND NOT EXISTS (
             SELECT FROM status_history h WHERE h.subject_id = p.subscription_id AND h.from_status = 'SUSPENDED' AND h.at = p.starts_at)`,
    explain: (row) => `period ${row.subject} does not follow the one before it`,
    whatToDo: RECKON,
  },
  {
    id: 11,
    name: 'a subscription is not where its last period is',
    sql: `SELECT s.id AS subject, s.current_k, s.end_date, p.k, p.ends_at FROM subscriptions s
            LEFT JOIN (SELECT DISTINCT ON (subscription_id) * FROM billing_periods ORDER BY subscription_id, k DESC) p ON p.subscription_id = s.id
           WHERE p.k IS DISTINCT FROM s.current_k OR p.ends_at IS DISTINCT FROM s.end_date`,
    explain: (row) =>
      `subscription ${row.subject} stands in period ${row.current_k}, its last one is ${row.k}`,
    whatToDo: 'Set the due date to the end of the last period that was paid.',
  },
  {
    id: 12,
    name: 'a period drifted from its anchor',
    sql: `SELECT s.id || '/' || p.k AS subject, p.starts_at, p.ends_at, ${startOf('p.k')} AS should_start, ${startOf('p.k + 1')} AS should_end
            FROM billing_periods p JOIN subscriptions s ON s.id = p.subscription_id AND p.k >= s.anchor_k
           WHERE p.starts_at <> ${startOf('p.k')} OR p.ends_at <> ${startOf('p.k + 1')}`,
    explain: (row) => `period ${row.subject} should run from ${row.should_start} to ${row.should_end}`,
    whatToDo: RECKON,
  },
  {
    id: 15,
    name: 'something was charged after the end or while suspended',
    sql: `SELECT o.id AS subject, o.created_at, h.to_status FROM (
            SELECT subject_id, to_status, at, lead(at, 1, 'infinity') OVER (PARTITION BY subject_id ORDER BY id) AS until
              FROM status_history WHERE subject = 'subscription') h
            JOIN orders o ON o.subscription_id = h.subject_id AND o.created_at > h.at AND o.created_at < h.until
           WHERE h.to_status IN ('SUSPENDED', 'CANCELLED', 'EXPIRED') AND o.kind <> 'SUBSCRIBE'`,
    explain: (row) => `order ${row.subject} was charged while its subscription was ${row.to_status}`,
    whatToDo: 'Refund it in full: this time was not to be paid.',
  },
  {
    id: 20,
    name: 'more would be given back than was paid',
    sql: `SELECT p.subscription_id || '/' || p.k AS subject, p.segment_paid, coalesce(o.paid, 0) AS paid FROM billing_periods p
            LEFT JOIN (SELECT subscription_id, sum(total) AS paid FROM orders WHERE status NOT IN ('FAILED', 'CANCELED', 'PENDING_PAYMENT') GROUP BY subscription_id) o
              ON o.subscription_id = p.subscription_id
            JOIN subscriptions s ON s.id = p.subscription_id
           WHERE (s.status NOT IN ('CANCELLED', 'EXPIRED') AND p.segment_paid > coalesce(o.paid, 0)) OR p.segment_starts_at NOT BETWEEN p.starts_at AND p.ends_at`,
    explain: (row) => `period ${row.subject} counts ${row.segment_paid} as paid; ${row.paid} was paid in all`,
    whatToDo: 'Set what counts as paid to what the orders of this period came to.',
  },
  {
    id: 20,
    name: 'more was given back than was paid',
    sql: `SELECT t.subscription_id AS subject, sum(t.amount) FILTER (WHERE t.direction = 'IN') AS refunded, sum(t.amount) FILTER (WHERE t.direction = 'OUT') AS paid
            FROM transactions t WHERE t.subscription_id IS NOT NULL AND t.type IN ('SUBSCRIPTION', 'UPGRADE', 'REFUND')
           GROUP BY t.subscription_id HAVING coalesce(sum(t.amount) FILTER (WHERE t.direction = 'IN'), 0) > coalesce(sum(t.amount) FILTER (WHERE t.direction = 'OUT'), 0)`,
    explain: (row) => `subscription ${row.subject} was paid ${row.paid} and given back ${row.refunded}`,
    whatToDo: 'Find the refund that was one too many and take it back by a reversing entry.',
  },
];
