import type { Reader } from '@minispod/database/transaction';
import { CLUSTER_ANSWERS, CLUSTER_WATCHED, SIGHT_LASTS } from './forget-health.js';
import type { HealthFacts } from './rules/judge.js';

/** What the database says of one instance, with the health it was last found in. */
export interface InstanceFacts extends HealthFacts {
  instanceId: string;
  userId: string;
  healthStatus: 'healthy' | 'unhealthy' | 'unknown';
  /** As it was last written down. */
  podName: string | null;
}

const FACTS = `
  SELECT i.id AS "instanceId", s.user_id AS "userId", i.status, i.converge_since AS "convergeSince",
         i.health_status AS "healthStatus", i.pod_name AS "podName",
         i.deletion_due_at IS NULL AND 'RUN' = ALL (ARRAY[i.customer_wish, i.billing_wish, i.administrator_wish]) AS "isWished",
         EXISTS (SELECT FROM instance_operations o WHERE o.instance_id = i.id AND o.status IN ('PENDING', 'RUNNING'))
           OR EXISTS (SELECT FROM provisioning_tasks t WHERE t.instance_id = i.id AND t.status IN ('PENDING', 'RUNNING'))
           AS "isUnderWork"
    FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
   WHERE i.released_at IS NULL`;

/** Of these instances; those that are gone, or never were ours, are not in the answer. */
export async function readFacts(reader: Reader, instanceIds: string[]): Promise<InstanceFacts[]> {
  return reader.query(`${FACTS} AND i.id = ANY($1)`, [instanceIds]);
}

/** Of everything that may be in the cluster: once, when somebody begins to watch it. */
export async function readAllFacts(reader: Reader): Promise<InstanceFacts[]> {
  return reader.query(FACTS);
}

/** Instances that should run and of which nothing is known, while the cluster answers. */
export async function findUnknown(reader: Reader, now: Date, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await reader.query(
    `SELECT id FROM service_instances
      WHERE status = 'RUNNING' AND health_status = 'unknown' AND released_at IS NULL
        AND NOT EXISTS (SELECT FROM sweep_marks WHERE part = ANY($1) AND done_at <= $2)
      ORDER BY id LIMIT $3`,
    [[CLUSTER_ANSWERS, CLUSTER_WATCHED], new Date(now.getTime() - SIGHT_LASTS), limit],
  );
  return rows.map(({ id }) => id);
}
