import type { CapacityView } from '@minispod/contracts/cluster';
import { ClusterCapacity } from '@minispod/database/entities/cluster-capacity.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';

/** What the cluster had when it was last looked at; null before the first time. */
export async function readCapacityView(reader: Reader): Promise<z.infer<typeof CapacityView> | null> {
  const row = await reader.findOneBy(ClusterCapacity, { isOnly: true });
  if (!row) return null;
  // Of the nodes that have most memory left, which runs out first, the one with most CPU.
  const [largestFree = { cpuMilli: 0, memoryMb: 0 }] = row.free.toSorted(
    (a, b) => b.memoryMb - a.memoryMb || b.cpuMilli - a.cpuMilli,
  );
  return {
    nodes: row.nodes,
    allocatable: { cpuMilli: row.allocatableCpuMilli, memoryMb: row.allocatableMemoryMb },
    requested: { cpuMilli: row.requestedCpuMilli, memoryMb: row.requestedMemoryMb },
    largestFree,
    takenAt: row.takenAt.toISOString(),
  };
}
