import { Alert } from '@minispod/database/entities/alert.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, IsNull } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { raiseAlert } from '../alert/raise.js';
import { DomainError } from '../errors.js';
import type { Amounts } from '../ports/cluster.js';
import { hasRoom } from './check-capacity.js';

const FULL = { kind: 'CAPACITY_EXHAUSTED', subject: 'cluster' };

/**
 * Does `work`; when that is refused for want of room in the cluster, the operator's alert is raised at once. It has a commit of
 * its own, because the refusal rolls back everything else.
 */
export async function alertingWhenFull<T>(
  dataSource: DataSource,
  now: Date,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'INSUFFICIENT_RESOURCES') {
      const { cpuMilli, memoryMb } = error.details as unknown as Amounts;
      const message = `An order was refused: no node has ${cpuMilli}m CPU and ${memoryMb} MiB left. Add a node, or take sizes out of the catalog; nothing was charged.`;
      const alert = { ...FULL, severity: 'CRITICAL' as const, message, details: { cpuMilli, memoryMb } };
      await withTransaction(dataSource, (tx) => raiseAlert(tx, alert, now));
    }
    throw error;
  }
}

/** The alert ends once there is room again for the size that was refused last. */
export async function closeCapacityAlert(dataSource: DataSource, now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const open = await tx.findOneBy(Alert, { ...FULL, closedAt: IsNull() });
    if (open && (await hasRoom(tx, open.details as unknown as Amounts, now))) await closeAlert(tx, FULL, now);
  });
}
