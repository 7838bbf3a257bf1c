import { ClusterCapacity } from '@minispod/database/entities/cluster-capacity.entity';
import type { DataSource } from 'typeorm';
import type { Capacity } from '../ports/cluster.js';

/** Notes what the cluster has and what is spoken for, as it was at `now`; the newest row is the only one. */
export async function recordCapacity(
  dataSource: DataSource,
  { nodes, allocatable, requested, free }: Capacity,
  now: Date,
): Promise<void> {
  await dataSource.manager.upsert(
    ClusterCapacity,
    {
      isOnly: true,
      nodes,
      allocatableCpuMilli: allocatable.cpuMilli,
      allocatableMemoryMb: allocatable.memoryMb,
      requestedCpuMilli: requested.cpuMilli,
      requestedMemoryMb: requested.memoryMb,
      free,
      takenAt: now,
    },
    ['isOnly'],
  );
}
