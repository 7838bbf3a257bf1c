import { PAYABLE } from '../billing/collect-forgotten.js';
import type { Rule } from './rule.js';

const LOOK = 'See why billing does not look at it: is the renewal worker running, does sweep-billing fail?';

export const dunningRules: Rule[] = [
  {
    id: 30,
    name: 'more than one reminder or try on a day',
    sql: `SELECT subscription_id || '/' || k AS subject, local_day::text AS day, count(*) AS times FROM charge_attempts
           GROUP BY subscription_id, k, local_day HAVING count(*) > 1
          UNION ALL
          SELECT link, ((created_at AT TIME ZONE 'Asia/Jakarta')::date)::text, count(*) FROM notifications WHERE kind = 'PAYMENT_DUE'
           GROUP BY link, (created_at AT TIME ZONE 'Asia/Jakarta')::date HAVING count(*) > 1`,
    explain: (row) => `${row.subject}: ${row.times} times on ${row.day}`,
    whatToDo: 'Nobody lost money; find what wrote past the key of charge attempts or notifications.',
  },
  {
    id: 30,
    name: 'suspended before grace was over',
    sql: `SELECT id AS subject, suspended_at, grace_period_end FROM subscriptions
           WHERE status = 'SUSPENDED' AND suspended_by = 'BILLING' AND suspended_at < grace_period_end`,
    explain: (row) =>
      `subscription ${row.subject} was suspended at ${row.suspended_at}, its grace ends at ${row.grace_period_end}`,
    whatToDo: 'Resume it and tell its owner.',
  },
  {
    id: 30,
    name: 'billing has not looked at it',
    sql: `SELECT id AS subject, status, next_action_at FROM subscriptions
           WHERE status IN ('ACTIVE', 'SUSPENDED') AND suspended_by IS DISTINCT FROM 'ADMINISTRATOR' AND first_running_at IS NOT NULL
             AND (next_action_at IS NULL OR next_action_at < (SELECT now FROM clock) - interval '1 day')`,
    explain: (row) => `subscription ${row.subject} (${row.status}) was due at ${row.next_action_at}`,
    whatToDo: LOOK,
  },
  {
    id: 31,
    name: 'came back without one fresh period',
    sql: `SELECT h.subject_id AS subject, h.at, count(p.k) AS periods FROM status_history h
            LEFT JOIN billing_periods p ON p.subscription_id = h.subject_id AND p.starts_at = h.at
           WHERE h.subject = 'subscription' AND h.from_status = 'SUSPENDED' AND h.to_status = 'ACTIVE' AND h.reason = 'PAID'
           GROUP BY h.id HAVING count(p.k) <> 1`,
    explain: (row) =>
      `subscription ${row.subject} came back at ${row.at} with ${row.periods} periods from then`,
    whatToDo: 'Compare what was charged at that moment with the period that was given.',
  },
  {
    id: 31,
    name: 'unpaid though its owner has the money',
    sql: `SELECT id AS subject, balance, price, since FROM (${PAYABLE}) payable WHERE since < (SELECT now FROM clock) - interval '1 hour'`,
    explain: (row) =>
      `subscription ${row.subject} costs ${row.price}, its owner has ${row.balance} since ${row.since}`,
    whatToDo:
      'Its data must not be deleted: see why collecting what is due fails for this customer (collect-dues, sweep-billing).',
  },
  {
    id: 31,
    name: 'it runs unpaid, or is stopped though paid',
    sql: `SELECT i.id AS subject, s.status, i.billing_wish FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
           WHERE i.released_at IS NULL AND i.status NOT IN ('ERROR', 'TERMINATED')
             AND (s.status IN ('CANCELLED', 'EXPIRED')
               OR s.suspended_by IS DISTINCT FROM 'ADMINISTRATOR' AND i.billing_wish <> CASE s.status WHEN 'SUSPENDED' THEN 'STOP' ELSE 'RUN' END)`,
    explain: (row) =>
      `instance ${row.subject}: billing wants ${row.billing_wish}, its subscription is ${row.status}`,
    whatToDo: 'Set what billing wants of it to what the subscription says, and converge the instance.',
  },
];
