import type { Reader } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { Removal } from '../ports/cluster.js';

/** A removal that takes longer than this is held by something in the cluster that only an operator can look into, in ms. */
export const REMOVAL_PATIENCE = 15 * 60_000;

/** The instance is being taken out of the cluster from now on; its deadline runs from the first attempt. */
export async function beginRemoval(dataSource: DataSource, instanceId: string, now: Date): Promise<void> {
  await dataSource.query(
    'UPDATE service_instances SET removal_began_at = $2 WHERE id = $1 AND removal_began_at IS NULL',
    [instanceId, now],
  );
}

/** Keeps what the removal of an instance waits for, in the cluster's words. */
export async function recordRemoval(
  dataSource: DataSource,
  instanceId: string,
  { waitingFor = null }: { waitingFor?: string | null | undefined },
): Promise<void> {
  await dataSource.query('UPDATE service_instances SET removal_waits_for = $2 WHERE id = $1', [
    instanceId,
    waitingFor,
  ]);
}

/** Once nothing remains, or the user has something in the cluster again, the removal is over. */
export async function recordTenantRemoval(
  dataSource: DataSource,
  userId: string,
  { remaining, waitingFor }: Removal,
): Promise<void> {
  if (remaining === 0) await dataSource.query('DELETE FROM tenant_removals WHERE user_id = $1', [userId]);
  else
    await dataSource.query('UPDATE tenant_removals SET waits_for = $2 WHERE user_id = $1', [
      userId,
      waitingFor ?? null,
    ]);
}

/** Users whose namespace is to go, the longest waiting first. */
export async function findTenantRemovals(
  reader: Reader,
  limit: number,
  resting: string[],
): Promise<string[]> {
  const rows: { id: string }[] = await reader.query(
    'SELECT user_id AS id FROM tenant_removals WHERE user_id <> ALL($2) ORDER BY began_at LIMIT $1',
    [limit, resting],
  );
  return rows.map(({ id }) => id);
}
