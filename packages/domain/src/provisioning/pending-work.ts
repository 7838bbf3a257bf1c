import { ProvisioningStep } from '@minispod/database/entities/provisioning-step.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, IsNull, LessThan } from 'typeorm';

const OPEN = In(['PENDING', 'RUNNING']);

/** Which of these instances are being brought up: the ones whose every change in the cluster matters now. */
export async function openAmong(reader: Reader, instanceIds: string[]): Promise<string[]> {
  const rows = await reader.find(ProvisioningTask, {
    select: { instanceId: true },
    where: { instanceId: In(instanceIds), status: 'RUNNING' },
  });
  return rows.map((row) => row.instanceId);
}

/** The open task of an instance, and whether everything was applied and only readiness is missing. */
export async function findOpenTask(
  reader: Reader,
  instanceId: string,
): Promise<{ deadlineAt: Date | null; isApplied: boolean } | null> {
  const task = await reader.findOne(ProvisioningTask, { where: { instanceId, status: OPEN } });
  if (!task) return null;
  const isApplied = await reader.existsBy(ProvisioningStep, {
    taskId: task.id,
    name: 'ready',
    status: 'RUNNING',
  });
  return { deadlineAt: task.deadlineAt, isApplied };
}

export interface PendingWork {
  /** Ordered or under way: to be looked at or applied again. */
  open: string[];
  /** Ended without success and not yet out of the cluster. */
  unclean: string[];
}

/** What is not finished and began before `before`, oldest first: found in the database whatever became of its job. */
export async function findPendingWork(reader: Reader, before: Date, limit: number): Promise<PendingWork> {
  const open = await reader.find(ProvisioningTask, {
    where: { status: OPEN, createdAt: LessThan(before) },
    order: { createdAt: 'ASC' },
    take: limit,
  });
  const unclean = await reader.find(ProvisioningTask, {
    where: { status: 'FAILED', cleanedAt: IsNull(), finishedAt: LessThan(before) },
    order: { finishedAt: 'ASC' },
    take: limit,
  });
  return { open: open.map((task) => task.instanceId), unclean: unclean.map((task) => task.instanceId) };
}

/** The owner of an instance that failed and is still to be taken out of the cluster; null when there is nothing to do. */
export async function ownerToRemove(reader: Reader, instanceId: string): Promise<string | null> {
  const [row] = await reader.query(
    `SELECT s.user_id AS "userId" FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
      WHERE i.id = $1 AND i.released_at IS NULL AND i.status = 'ERROR'`,
    [instanceId],
  );
  return row?.userId ?? null;
}
