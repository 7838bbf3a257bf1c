import { OutboxMessage } from '@minispod/database/entities/outbox-message.entity';
import { insertMany } from '@minispod/database/insert-many';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';

/** Every instance is applied again once in this time, in ms, whether or not anything was seen of it. */
const ROUND = 24 * 3_600_000;
/** A little faster than needed, so that a round is done before the next begins. */
const HASTE = 1.2;

/**
 * Applies again those instances that nobody has applied for a day: this pass's share of all, the longest waiting first, so
 * that the API server sees an even trickle. What is worked on is left for later. Returns how many were chosen.
 */
export async function resync(dataSource: DataSource, periodMs: number, now: Date): Promise<number> {
  return withTransaction(dataSource, async (tx) => {
    const [{ live }] = await tx.query(
      'SELECT count(*) AS live FROM service_instances WHERE released_at IS NULL',
    );
    const share = Math.max(1, Math.ceil((live * periodMs * HASTE) / ROUND));
    const [chosen]: [{ id: string }[], number] = await tx.query(
      `UPDATE service_instances SET converge_since = $1 WHERE id IN (
         SELECT i.id FROM service_instances i
          WHERE i.released_at IS NULL AND coalesce(i.resynced_at, i.created_at) <= $2
            AND i.status IN ('RUNNING', 'STOPPED', 'SUSPENDED', 'MAINTENANCE') AND i.converge_since IS NULL
            AND NOT EXISTS (SELECT FROM instance_operations o WHERE o.instance_id = i.id AND o.status IN ('PENDING', 'RUNNING'))
            AND NOT EXISTS (SELECT FROM provisioning_tasks t WHERE t.instance_id = i.id AND t.status IN ('PENDING', 'RUNNING'))
          ORDER BY coalesce(i.resynced_at, i.created_at) LIMIT $3 FOR UPDATE OF i SKIP LOCKED)
       RETURNING id`,
      [now, new Date(now.getTime() - ROUND), share],
    );
    const jobs = chosen.map(({ id }) => ({
      job: 'converge-instance' as const,
      payload: { instanceId: id },
      createdAt: now,
    }));
    await insertMany(tx, OutboxMessage, jobs);
    return chosen.length;
  });
}
