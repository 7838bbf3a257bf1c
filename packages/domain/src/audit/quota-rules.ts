import type { Rule } from './rule.js';

export const quotaRules: Rule[] = [
  {
    id: 16,
    name: 'used slots differ from live subscriptions',
    sql: `SELECT p.id AS subject, p.used_quota, count(s.plan_id) AS live FROM service_plans p
            LEFT JOIN (SELECT plan_id FROM subscriptions WHERE status IN ('ACTIVE', 'PENDING_UPGRADE', 'PENDING_PAYMENT')
                       UNION ALL SELECT pending_plan_id FROM subscriptions WHERE status = 'PENDING_UPGRADE') s ON s.plan_id = p.id
           GROUP BY p.id HAVING p.used_quota <> count(s.plan_id)`,
    explain: (row) =>
      `plan ${row.subject} counts ${row.used_quota} used slots, ${row.live} subscriptions hold one`,
    whatToDo: 'Set the count to what the subscriptions hold, while nobody buys this plan.',
  },
  {
    id: 16,
    name: 'kept slots differ from open offers',
    sql: `SELECT p.id AS subject, p.kept_quota, count(w.id) AS offered FROM service_plans p
            LEFT JOIN waitlist_entries w ON w.plan_id = p.id AND w.status = 'OFFERED'
           GROUP BY p.id HAVING p.kept_quota <> count(w.id)`,
    explain: (row) => `plan ${row.subject} keeps ${row.kept_quota} slots, ${row.offered} are offered`,
    whatToDo: 'Set the count to the open offers, while nobody buys this plan.',
  },
  {
    id: 16,
    name: 'more slots are taken than there are',
    sql: `SELECT id AS subject, used_quota, kept_quota, total_quota FROM service_plans
           WHERE used_quota < 0 OR kept_quota < 0 OR used_quota + kept_quota > total_quota`,
    explain: (row) =>
      `plan ${row.subject}: ${row.used_quota} used and ${row.kept_quota} kept of ${row.total_quota}`,
    whatToDo: 'Raise the total to what is sold, or find who was sold a slot too many.',
  },
  {
    id: 16,
    name: 'somebody has a service twice',
    sql: `SELECT user_id AS subject, service_id, count(*) AS live FROM subscriptions
           WHERE status IN ('ACTIVE', 'SUSPENDED', 'PENDING_UPGRADE', 'PENDING_PAYMENT') GROUP BY user_id, service_id HAVING count(*) > 1`,
    explain: (row) => `user ${row.subject} has ${row.live} live subscriptions to service ${row.service_id}`,
    whatToDo: 'Cancel the later one now, which refunds its unused share.',
  },
];
