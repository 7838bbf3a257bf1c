import { type Reader, type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { convergeInstance } from '../instance/wishes.js';

/**
 * The instance gives this domain up while the cluster may still serve it from there. An ingress controller may refuse a host
 * that another Ingress has, so whichever instance takes the domain over waits until `finishDepartures`.
 */
export async function depart(tx: Tx, domain: string, instanceId: string): Promise<void> {
  await tx.query(
    'INSERT INTO domain_departures (domain, instance_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [domain, instanceId],
  );
}

/** The domains that this instance has given up and that may still be in the cluster. To be read before the instance is. */
export async function findDepartures(reader: Reader, instanceId: string): Promise<string[]> {
  const rows: { domain: string }[] = await reader.query(
    'SELECT domain FROM domain_departures WHERE instance_id = $1',
    [instanceId],
  );
  return rows.map(({ domain }) => domain);
}

/** The cluster serves these domains from this instance no more: the instances that hold them now are brought in line. */
export async function finishDepartures(
  dataSource: DataSource,
  instanceId: string,
  domains: string[],
  now: Date,
): Promise<void> {
  if (domains.length === 0) return;
  await withTransaction(dataSource, async (tx) => {
    await tx.query('DELETE FROM domain_departures WHERE instance_id = $1 AND domain = ANY($2)', [
      instanceId,
      domains,
    ]);
    const waiting: { id: string }[] = await tx.query(
      `SELECT DISTINCT instance_id AS id FROM custom_domains
        WHERE domain = ANY($1) AND status IN ('ISSUING', 'ACTIVE') ORDER BY instance_id`,
      [domains],
    );
    for (const { id } of waiting) await convergeInstance(tx, id, now);
  });
}
