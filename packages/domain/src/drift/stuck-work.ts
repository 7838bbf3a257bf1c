import type { Reader } from '@minispod/database/transaction';
import { type Finding, SETTLING } from './rules/compare.js';

interface StuckRow {
  instanceId: string;
  userId: string;
  name: string;
  email: string;
  what: string;
  since: Date;
}

/** Work that should have ended: past its deadline, or not even begun, or wishes that the cluster does not follow. */
export async function findStuckWork(reader: Reader, now: Date): Promise<Finding[]> {
  const rows: StuckRow[] = await reader.query(
    `WITH stuck AS (
       SELECT instance_id, 'Its ' || lower(kind) || ' (phase ' || phase || ')' AS what, coalesce(deadline_at, created_at) AS since
         FROM instance_operations
        WHERE status IN ('PENDING', 'RUNNING') AND coalesce(deadline_at, created_at + interval '1 hour') < $1
       UNION ALL
       SELECT instance_id, CASE kind WHEN 'UPGRADE' THEN 'Its upgrade' ELSE 'Setting it up' END, coalesce(deadline_at, created_at)
         FROM provisioning_tasks
        WHERE status IN ('PENDING', 'RUNNING') AND coalesce(deadline_at, created_at + interval '1 hour') < $1
       UNION ALL
       SELECT id, 'Bringing the cluster in line with it', converge_since FROM service_instances
        WHERE released_at IS NULL AND converge_since < $1::timestamptz - interval '30 minutes')
     SELECT i.id AS "instanceId", s.user_id AS "userId", i.name, u.email, stuck.what, stuck.since
       FROM stuck JOIN service_instances i ON i.id = stuck.instance_id
       JOIN subscriptions s ON s.id = i.subscription_id JOIN users u ON u.id = s.user_id
      ORDER BY stuck.since LIMIT 500`,
    [new Date(now.getTime() - SETTLING)],
  );
  return rows.map(({ instanceId, userId, name, email, what, since }) => ({
    kind: 'STUCK_OPERATION',
    subject: `${name} of ${email}`,
    instanceId,
    userId,
    finding: `${what} should have ended and has not.`,
    whatToDo:
      'Look whether the provisioning worker runs and what its log says of this instance; then retry it.',
    since,
  }));
}
