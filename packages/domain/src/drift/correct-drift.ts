import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordActivity } from '../instance/record-activity.js';
import { announce } from '../live/announce.js';
import { enqueue } from '../outbox/enqueue.js';

/**
 * Somebody deleted or edited an object of this instance (`what`, e.g. `Ingress i-0199…`): it is brought in line again and
 * that is written into its activities. What is being brought in line already is applied once more; what is being set up,
 * worked on or has ended is left to whoever does that. False: left alone.
 */
export async function correctDrift(
  dataSource: DataSource,
  instanceId: string,
  what: string,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    const [instance] = await tx.query(
      `SELECT i.converge_since, s.user_id FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
        WHERE i.id = $1 AND i.released_at IS NULL AND i.status IN ('RUNNING', 'STOPPED', 'SUSPENDED', 'MAINTENANCE')
          AND NOT EXISTS (SELECT FROM instance_operations o WHERE o.instance_id = i.id AND o.status IN ('PENDING', 'RUNNING'))
          AND NOT EXISTS (SELECT FROM provisioning_tasks t WHERE t.instance_id = i.id AND t.status IN ('PENDING', 'RUNNING'))
          FOR UPDATE OF i`,
      [instanceId],
    );
    if (!instance) return false;
    if (instance.converge_since === null) {
      await tx.query('UPDATE service_instances SET converge_since = $2 WHERE id = $1', [instanceId, now]);
      await recordActivity(tx, instanceId, 'DRIFT_CORRECTED', 'system', { object: what }, now);
      await announce(tx, { topic: 'instance', userId: instance.user_id, id: instanceId });
    }
    await enqueue(tx, 'converge-instance', { instanceId }, now);
    return true;
  });
}
