import type { DataSource } from 'typeorm';
import type { Capacity } from '../ports/cluster.js';

/** Keeps what the cluster was seen to have at `now`; a reading older than the one kept is dropped. */
export async function recordCapacity(
  dataSource: DataSource,
  { nodes, allocatable, requested, free }: Capacity,
  now: Date,
): Promise<void> {
  await dataSource.query(
    `INSERT INTO cluster_capacity AS kept (nodes, allocatable_cpu_milli, allocatable_memory_mb, requested_cpu_milli, requested_memory_mb, free, taken_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (is_only) DO UPDATE
       SET (nodes, allocatable_cpu_milli, allocatable_memory_mb, requested_cpu_milli, requested_memory_mb, free, taken_at) =
           (excluded.nodes, excluded.allocatable_cpu_milli, excluded.allocatable_memory_mb, excluded.requested_cpu_milli,
            excluded.requested_memory_mb, excluded.free, excluded.taken_at)
       WHERE kept.taken_at <= excluded.taken_at`,
    [
      nodes,
      allocatable.cpuMilli,
      allocatable.memoryMb,
      requested.cpuMilli,
      requested.memoryMb,
      JSON.stringify(free),
      now,
    ],
  );
}
