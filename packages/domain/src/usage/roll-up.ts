import type { DataSource } from 'typeorm';

/** How long a resolution is kept. */
const KEPT = { '5m': '2 days', '1h': '31 days' } as const;

/**
 * Sums buckets of five minutes up into hours, from the newest hour there is: older ones were complete when a newer one was
 * begun. Repeating it changes nothing.
 */
export async function rollUpUsage(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    `INSERT INTO usage_samples (instance_id, resolution, at, cpu_milli, memory_mb, volume_used_mb, volume_capacity_mb, readings)
     SELECT instance_id, '1h', date_trunc('hour', at, 'UTC'),
            round(sum(cpu_milli::numeric * readings) / sum(readings)), round(sum(memory_mb::numeric * readings) / sum(readings)),
            (array_agg(volume_used_mb ORDER BY at DESC) FILTER (WHERE volume_used_mb IS NOT NULL))[1],
            (array_agg(volume_capacity_mb ORDER BY at DESC) FILTER (WHERE volume_capacity_mb IS NOT NULL))[1],
            sum(readings)
       FROM usage_samples
      WHERE resolution = '5m'
        AND at >= coalesce((SELECT max(at) FROM usage_samples WHERE resolution = '1h'), '-infinity')
      GROUP BY instance_id, date_trunc('hour', at, 'UTC')
     ON CONFLICT (instance_id, resolution, at) DO UPDATE SET
       cpu_milli = excluded.cpu_milli, memory_mb = excluded.memory_mb, volume_used_mb = excluded.volume_used_mb,
       volume_capacity_mb = excluded.volume_capacity_mb, readings = excluded.readings`,
  );
}

/** Removes what is older than its resolution is kept. Only after rolling up. */
export async function forgetOldUsage(dataSource: DataSource, now: Date): Promise<void> {
  for (const [resolution, kept] of Object.entries(KEPT)) {
    await dataSource.query(
      `DELETE FROM usage_samples WHERE resolution = $1 AND at < $2::timestamptz - $3::interval`,
      [resolution, now, kept],
    );
  }
}
