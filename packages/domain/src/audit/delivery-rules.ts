import type { Rule } from './rule.js';

const WORKER = 'Is the worker running, and can it reach what it needs? Its log names the trouble.';

/** What was promised and must not be left lying. */
export const deliveryRules: Rule[] = [
  {
    id: 33,
    name: 'a promised job was not handed over',
    sql: `SELECT id::text AS subject, job, created_at FROM outbox
           WHERE sent_at IS NULL AND created_at < (SELECT now FROM clock) - interval '1 hour'`,
    explain: (row) => `outbox row ${row.subject} (${row.job}) waits since ${row.created_at}`,
    whatToDo: WORKER,
  },
  {
    id: 33,
    name: 'a mail was not sent',
    sql: `SELECT id AS subject, kind, mail_error FROM notifications
           WHERE mail_status = 'PENDING' AND mail_next_at < (SELECT now FROM clock) - interval '1 day'`,
    explain: (row) =>
      `notification ${row.subject} (${row.kind}) was not mailed: ${row.mail_error ?? 'never tried'}`,
    whatToDo: WORKER,
  },
  {
    id: 18,
    name: 'an instance does not become what is wished',
    sql: `SELECT id AS subject, status, coalesce(converge_since, updated_at) AS since FROM service_instances
           WHERE converge_since < (SELECT now FROM clock) - interval '1 day'
              OR released_at IS NULL AND status IN ('ERROR', 'TERMINATED') AND updated_at < (SELECT now FROM clock) - interval '2 days'`,
    explain: (row) => `instance ${row.subject} (${row.status}) waits for the cluster since ${row.since}`,
    whatToDo: WORKER,
  },
  {
    id: 18,
    name: 'an offered slot is kept past its time',
    sql: `SELECT id AS subject, plan_id, offered_until FROM waitlist_entries
           WHERE status = 'OFFERED' AND offered_until < (SELECT now FROM clock) - interval '1 day'`,
    explain: (row) => `the offer ${row.subject} ended at ${row.offered_until} and still keeps a slot`,
    whatToDo: 'See why sweep-billing does not pass it on: is the renewal worker running?',
  },
];
