import type { DataSource } from 'typeorm';
import type { UsageReading } from '../ports/cluster.js';
import { allOrEach } from '../sweep/each-alone.js';

/**
 * Adds one reading of many instances to their bucket of five minutes, in one statement: averages of CPU and memory, the
 * last value of the volume. Readings of what is not an instance of ours, such as a restore drill's, are left out.
 */
export async function recordUsage(
  dataSource: DataSource,
  readings: UsageReading[],
  now: Date,
): Promise<void> {
  if (readings.length === 0) return;
  await allOrEach(
    { dataSource, name: 'usage', now },
    (resting) => readings.filter(({ instanceId }) => !resting.includes(instanceId)),
    (some) => write(dataSource, some, now),
    { subjectOf: ({ instanceId }) => instanceId },
  );
}

async function write(dataSource: DataSource, readings: UsageReading[], now: Date): Promise<void> {
  await dataSource.query(
    `INSERT INTO usage_samples (instance_id, resolution, at, cpu_milli, memory_mb, volume_used_mb, volume_capacity_mb, readings)
     SELECT i.id, '5m', date_bin('5 minutes', $2::timestamptz, 'epoch'), r."cpuMilli", r."memoryMb", r."volumeUsedMb", r."volumeCapacityMb", 1
       FROM jsonb_to_recordset($1) AS r("instanceId" uuid, "cpuMilli" int, "memoryMb" int, "volumeUsedMb" int, "volumeCapacityMb" int)
       JOIN service_instances i ON i.id = r."instanceId"
     ON CONFLICT (instance_id, resolution, at) DO UPDATE SET
       cpu_milli = round((usage_samples.cpu_milli::numeric * usage_samples.readings + excluded.cpu_milli) / (usage_samples.readings + 1)),
       memory_mb = round((usage_samples.memory_mb::numeric * usage_samples.readings + excluded.memory_mb) / (usage_samples.readings + 1)),
       volume_used_mb = coalesce(excluded.volume_used_mb, usage_samples.volume_used_mb),
       volume_capacity_mb = coalesce(excluded.volume_capacity_mb, usage_samples.volume_capacity_mb),
       readings = usage_samples.readings + 1`,
    [JSON.stringify(readings), now],
  );
}
