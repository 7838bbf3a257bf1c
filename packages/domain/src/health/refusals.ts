import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { keepAlerts } from '../alert/keep.js';
import type { ClusterRefused, Refusal } from '../ports/cluster.js';

/** A refusal that is met again within this time, in ms, is the same one; one that is not has passed. */
const SAME_WITHIN = 5 * 60_000;
/** A refusal that goes on this long, in ms, does not pass by itself: what is tried again is tried in vain until it is mended. */
const LASTING = 60_000;

const WHAT_TO_DO: Record<Refusal, string> = {
  CREDENTIALS:
    'The credentials in the kubeconfig are not accepted any more: renew them and restart the worker.',
  PERMISSION: 'The service account lacks a right: apply infra/rbac again, or look what took the right away.',
  ADMISSION:
    'A webhook or a policy of the cluster says no: look into its log, or exempt the namespaces user-*.',
};

/** Keeps that the API server refused something of `subject`, an instance's id or 'cluster', though what was asked was right. */
export async function recordRefusal(
  dataSource: DataSource,
  subject: string,
  { refusal, message }: ClusterRefused,
  now: Date,
): Promise<void> {
  await dataSource.query(
    `INSERT INTO cluster_refusals AS known (subject, refusal, message, first_at, last_at) VALUES ($1, $2, $3, $4, $4)
     ON CONFLICT (subject, refusal) DO UPDATE
        SET message = excluded.message, last_at = greatest(known.last_at, excluded.last_at),
            first_at = CASE WHEN known.last_at < $5 THEN excluded.first_at ELSE least(known.first_at, excluded.first_at) END`,
    [subject, refusal, message.slice(0, 1_000), now, new Date(now.getTime() - SAME_WITHIN)],
  );
}

/** Keeps one alert for each sort of refusal that lasts, and forgets what has passed. */
export async function alertOnRefusals(dataSource: DataSource, now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    await tx.query('DELETE FROM cluster_refusals WHERE last_at < $1', [
      new Date(now.getTime() - SAME_WITHIN),
    ]);
    const lasting: { refusal: Refusal; message: string; since: Date; affected: number }[] = await tx.query(
      `SELECT refusal, (array_agg(message ORDER BY last_at DESC))[1] AS message, min(first_at) AS since,
              count(*) FILTER (WHERE subject <> 'cluster')::int AS affected
         FROM cluster_refusals WHERE last_at - first_at >= $1 * interval '1 ms' GROUP BY refusal`,
      [LASTING],
    );
    const alerts = lasting.map(({ refusal, message, since, affected }) => ({
      subject: refusal,
      severity: 'CRITICAL' as const,
      message: `The cluster refuses: ${message}. ${WHAT_TO_DO[refusal]}`,
      details: { since, affectedInstances: affected },
    }));
    await keepAlerts(tx, 'CLUSTER_REFUSES', alerts, now);
  });
}
