import type { Reader } from '@minispod/database/transaction';
import { REMOVAL_PATIENCE } from '../provisioning/removals.js';
import { type Finding, SETTLING } from './rules/compare.js';

interface StuckRow {
  instanceId: string;
  userId: string;
  name: string;
  email: string;
  kind: 'STUCK_OPERATION' | 'STUCK_REMOVAL';
  what: string;
  since: Date;
}

/** By kind, what an operator does about it. */
const WHAT_TO_DO = {
  STUCK_OPERATION:
    'Look whether the provisioning worker runs and what its log says of this instance; then retry it.',
  STUCK_REMOVAL:
    'Look in the cluster at the objects named here: their finalizers say which controller must let them go. Nobody is charged meanwhile; the removal goes on by itself once they are free.',
};

/**
 * Work that should have ended: past its deadline, or not even begun, wishes that the cluster does not follow, and removals that
 * something in the cluster holds up.
 */
export async function findStuckWork(reader: Reader, now: Date): Promise<Finding[]> {
  const rows: StuckRow[] = await reader.query(
    `WITH stuck AS (
       SELECT instance_id, 'STUCK_OPERATION' AS kind, 'Its ' || lower(kind) || ' (phase ' || phase || ') should have ended and has not.' AS what, coalesce(deadline_at, created_at) AS since
         FROM instance_operations
        WHERE status IN ('PENDING', 'RUNNING') AND coalesce(deadline_at, created_at + interval '1 hour') < $1
       UNION ALL
       SELECT instance_id, 'STUCK_OPERATION', CASE kind WHEN 'UPGRADE' THEN 'Its upgrade' ELSE 'Setting it up' END || ' should have ended and has not.', coalesce(deadline_at, created_at)
         FROM provisioning_tasks
        WHERE status IN ('PENDING', 'RUNNING') AND coalesce(deadline_at, created_at + interval '1 hour') < $1
       UNION ALL
       SELECT id, 'STUCK_OPERATION', 'Bringing the cluster in line with it should have ended and has not.', converge_since FROM service_instances
        WHERE released_at IS NULL AND converge_since < $1::timestamptz - interval '30 minutes'
       UNION ALL
       SELECT id, 'STUCK_REMOVAL', 'It has ended and is still in the cluster: ' || coalesce(removal_waits_for, 'the cluster does not answer'), removal_began_at
         FROM service_instances WHERE released_at IS NULL AND status IN ('ERROR', 'TERMINATED') AND removal_began_at < $2
       UNION ALL
       SELECT instance_id, 'STUCK_REMOVAL', 'What its ' || lower(kind) || ' left in the cluster is still there.', cleaning_began_at
         FROM instance_operations WHERE finished_at IS NOT NULL AND cleaned_at IS NULL AND cleaning_began_at < $2
       UNION ALL
       SELECT instance_id, 'STUCK_REMOVAL', 'A backup of it expired more than a day ago and is still stored.', min(expires_at)
         FROM backups WHERE erased_at IS NULL AND status <> 'PENDING' AND expires_at < $1::timestamptz - interval '1 day' GROUP BY instance_id)
     SELECT i.id AS "instanceId", s.user_id AS "userId", i.name, u.email, stuck.kind, stuck.what, stuck.since
       FROM stuck JOIN service_instances i ON i.id = stuck.instance_id
       JOIN subscriptions s ON s.id = i.subscription_id JOIN users u ON u.id = s.user_id
      ORDER BY stuck.since LIMIT 500`,
    [new Date(now.getTime() - SETTLING), new Date(now.getTime() - REMOVAL_PATIENCE)],
  );
  const findings = rows.map(({ instanceId, userId, name, email, kind, what, since }) => ({
    kind,
    subject: `${name} of ${email}`,
    instanceId,
    userId,
    finding: what,
    whatToDo: WHAT_TO_DO[kind],
    since,
  }));
  return [...findings, ...(await findStuckNamespaces(reader, now))];
}

async function findStuckNamespaces(reader: Reader, now: Date): Promise<Finding[]> {
  const rows: { userId: string; email: string; waitsFor: string | null; since: Date }[] = await reader.query(
    `SELECT t.user_id AS "userId", u.email, t.waits_for AS "waitsFor", t.began_at AS since
       FROM tenant_removals t JOIN users u ON u.id = t.user_id WHERE t.began_at < $1 ORDER BY t.began_at LIMIT 500`,
    [new Date(now.getTime() - REMOVAL_PATIENCE)],
  );
  return rows.map(({ userId, email, waitsFor, since }) => ({
    kind: 'STUCK_REMOVAL',
    subject: `Namespace user-${userId} of ${email}`,
    instanceId: null,
    userId,
    finding: `The namespace should be gone and is not: ${waitsFor ?? 'the cluster does not answer'}`,
    whatToDo: WHAT_TO_DO.STUCK_REMOVAL,
    since,
  }));
}
