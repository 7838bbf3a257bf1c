import type { Rule } from './rule.js';

export const instanceRules: Rule[] = [
  {
    id: 16,
    name: 'more instances than the plan allows',
    sql: `SELECT s.id AS subject, p.max_instances_per_user AS maximum, count(*) AS used
            FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id JOIN service_plans p ON p.id = s.plan_id
           WHERE i.status NOT IN ('TERMINATED', 'ERROR') AND i.deletion_due_at IS NULL
           GROUP BY s.id, p.max_instances_per_user HAVING count(*) > p.max_instances_per_user`,
    explain: (row) => `subscription ${row.subject} has ${row.used} instances, its plan allows ${row.maximum}`,
    whatToDo: 'Ask its owner which to keep, or raise the limit of the plan if it was lowered under them.',
  },
  {
    id: 17,
    name: 'an instance came without its order, or with one that is not its own',
    sql: `SELECT i.id AS subject, first.id IS NOT NULL AS is_first, t.order_id FROM service_instances i
            JOIN LATERAL (SELECT order_id FROM provisioning_tasks t WHERE t.instance_id = i.id AND t.kind = 'PROVISION'
                           ORDER BY t.created_at, t.id LIMIT 1) t ON true
            LEFT JOIN (SELECT DISTINCT ON (subscription_id) id FROM service_instances ORDER BY subscription_id, created_at, id) first ON first.id = i.id
            LEFT JOIN orders o ON o.id = t.order_id
           WHERE (first.id IS NOT NULL) <> (t.order_id IS NOT NULL) OR (o.id IS NOT NULL AND o.subscription_id <> i.subscription_id)`,
    explain: (row) =>
      `instance ${row.subject} is ${row.is_first ? 'the first' : 'beyond the first'} of its subscription, its order ${row.order_id ?? 'none'}`,
    whatToDo: 'See who paid for what: the first instance comes with the order, all others cost nothing.',
  },
  {
    id: 18,
    name: 'a living instance is out of the cluster',
    sql: `SELECT id AS subject, status, released_at FROM service_instances
           WHERE status NOT IN ('TERMINATED', 'ERROR') AND released_at IS NOT NULL`,
    explain: (row) => `instance ${row.subject} is ${row.status}, though it was removed at ${row.released_at}`,
    whatToDo: 'Restore its last backup into a new instance, and see what removed it.',
  },
  {
    id: 18,
    name: 'an ended instance is in the bin',
    sql: `SELECT id AS subject, status, deletion_due_at FROM service_instances
           WHERE deletion_due_at IS NOT NULL AND status IN ('TERMINATED', 'ERROR')`,
    explain: (row) => `instance ${row.subject} is ${row.status} and to be deleted at ${row.deletion_due_at}`,
    whatToDo: 'Clear the time of its deletion.',
  },
  {
    id: 18,
    name: 'the bin was not emptied',
    sql: `SELECT id AS subject, deletion_due_at FROM service_instances
           WHERE deletion_due_at < (SELECT now FROM clock) - interval '3 days' AND released_at IS NULL`,
    explain: (row) => `instance ${row.subject} was to be deleted at ${row.deletion_due_at}`,
    whatToDo: 'See why the sweep of operations does not end it: does its final backup fail?',
  },
  {
    id: 17,
    name: 'an instance runs a version of another service',
    sql: `SELECT i.id AS subject, v.service_id AS runs, s.service_id AS bought FROM service_instances i
            JOIN subscriptions s ON s.id = i.subscription_id LEFT JOIN service_versions v ON v.id = i.service_version_id
           WHERE v.service_id IS DISTINCT FROM s.service_id`,
    explain: (row) =>
      `instance ${row.subject} runs ${row.runs ?? 'no version'}, its owner bought ${row.bought}`,
    whatToDo: 'Set it to the newest version of the service that was bought.',
  },
];
