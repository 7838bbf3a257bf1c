import type { Rule } from './rule.js';

export const operationRules: Rule[] = [
  {
    id: 18,
    name: 'an operation is open past its time',
    sql: `SELECT id AS subject, kind, phase, coalesce(deadline_at, created_at + interval '2 hours') AS due FROM instance_operations, clock
           WHERE status IN ('PENDING', 'RUNNING') AND coalesce(deadline_at, created_at + interval '2 hours') < now - interval '30 minutes'`,
    explain: (row) => `${row.kind} ${row.subject} is still in ${row.phase}, it was to be done by ${row.due}`,
    whatToDo:
      'See whether the provisioning worker runs and what it says of this operation: any worker ends it.',
  },
  {
    id: 18,
    name: 'an operation left something in the cluster',
    sql: `SELECT id AS subject, kind, finished_at FROM instance_operations, clock
           WHERE cleaned_at IS NULL AND finished_at < now - interval '2 hours'`,
    explain: (row) => `${row.kind} ${row.subject} ended at ${row.finished_at} and was not cleaned up after`,
    whatToDo: 'See what the provisioning worker says of it: a pod or a volume of it cannot be removed.',
  },
  {
    id: 18,
    name: 'a backup counts as made and holds nothing',
    sql: `SELECT id AS subject, kind, size_bytes, sha256 FROM backups
           WHERE status = 'SUCCEEDED' AND format <> 'SNAPSHOT' AND (coalesce(size_bytes, 0) = 0 OR sha256 IS NULL)`,
    explain: (row) => `${row.kind} backup ${row.subject} has ${row.size_bytes} bytes, hash ${row.sha256}`,
    whatToDo: 'Have its instance backed up now, and say so to its owner.',
  },
  {
    id: 18,
    name: 'a backup is being made by nobody',
    sql: `SELECT b.id AS subject, b.kind, b.created_at FROM backups b
           WHERE b.status = 'PENDING' AND NOT EXISTS (
             SELECT FROM instance_operations o WHERE o.status IN ('PENDING', 'RUNNING') AND o.input->>'backupId' = b.id::text)`,
    explain: (row) =>
      `${row.kind} backup ${row.subject} of ${row.created_at} is pending without an operation`,
    whatToDo: 'Mark it FAILED, and see what ended its operation without it.',
  },
  {
    id: 18,
    name: 'a backup is kept past its time',
    sql: `SELECT id AS subject, kind, expires_at FROM backups, clock
           WHERE erased_at IS NULL AND expires_at < now - interval '2 days'`,
    explain: (row) => `${row.kind} backup ${row.subject} was to be gone by ${row.expires_at}`,
    whatToDo: 'See whether the backup store can be written: what was promised to be deleted is still there.',
  },
  {
    id: 18,
    name: 'an instance is on a volume that no restore made',
    sql: `SELECT i.id AS subject, i.volume_generation, i.previous_generation FROM service_instances i
           WHERE i.volume_generation > 1 AND NOT EXISTS (
             SELECT FROM instance_operations o WHERE o.instance_id = i.id
                AND i.volume_generation = CASE o.kind WHEN 'RESTORE' THEN (o.input->'to'->>'volumeGeneration')::int
                                                      WHEN 'UPDATE' THEN (o.input->>'generation')::int END)`,
    explain: (row) => `instance ${row.subject} uses volume ${row.volume_generation}, which nothing filled`,
    whatToDo: 'See which claims it has in the cluster and which of them holds its data.',
  },
];
