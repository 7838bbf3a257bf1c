import type { Reader } from '@minispod/database/transaction';

/** How many living instances are in which state. */
export async function countInstances(
  reader: Reader,
): Promise<{ status: string; health: string; count: number }[]> {
  return reader.query(
    `SELECT status, health_status AS health, count(*) FROM service_instances WHERE released_at IS NULL GROUP BY status, health_status`,
  );
}

/** How much is being set up, upgraded, backed up, restored, updated or drilled. */
export async function countOpenWork(reader: Reader): Promise<{ kind: string; count: number }[]> {
  return reader.query(
    `SELECT kind, count(*) FROM (
       SELECT kind FROM instance_operations WHERE status IN ('PENDING', 'RUNNING')
       UNION ALL SELECT kind FROM provisioning_tasks WHERE status IN ('PENDING', 'RUNNING')) open GROUP BY kind`,
  );
}

/** How much must be looked at. */
export async function countOpenAlerts(
  reader: Reader,
): Promise<{ kind: string; severity: string; count: number }[]> {
  return reader.query(
    'SELECT kind, severity, count(*) FROM alerts WHERE closed_at IS NULL GROUP BY kind, severity',
  );
}
