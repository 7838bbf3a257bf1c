import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, IsNull, LessThan, Not } from 'typeorm';

const OPEN = In(['PENDING', 'RUNNING']);

/** Which of these instances are on their way somewhere: the ones whose every change in the cluster matters now. */
export async function movingAmong(
  reader: Reader,
  instanceIds: string[],
): Promise<{ open: string[]; converging: string[] }> {
  const open = await reader.find(ProvisioningTask, {
    select: { instanceId: true },
    where: { instanceId: In(instanceIds), status: 'RUNNING' },
  });
  const converging = await reader.find(ServiceInstance, {
    select: { id: true },
    where: { id: In(instanceIds), convergeSince: Not(IsNull()) },
  });
  return { open: open.map((row) => row.instanceId), converging: converging.map((row) => row.id) };
}

/**
 * Since when the cluster is not yet as the wishes say; null when it is, or while a task is open: that one brings the
 * wishes along.
 */
export async function findConverging(reader: Reader, instanceId: string): Promise<Date | null> {
  if (await reader.existsBy(ProvisioningTask, { instanceId, status: OPEN })) return null;
  const instance = await reader.findOneBy(ServiceInstance, { id: instanceId });
  return instance?.convergeSince ?? null;
}

export interface OpenTask {
  /** The instance's owner. */
  userId: string;
  deadlineAt: Date | null;
  /** Everything was applied and only readiness is missing. */
  isApplied: boolean;
  /** The step that it is at; null before its start. */
  step: string | null;
  /** What applying met last, in the cluster's words. */
  trouble: string | null;
}

/** The open task of an instance and how far it is. */
export async function findOpenTask(reader: Reader, instanceId: string): Promise<OpenTask | null> {
  const [task] = await reader.query(
    `SELECT s.user_id AS "userId", t.deadline_at AS "deadlineAt", t.problem_message AS trouble,
            (SELECT name FROM provisioning_steps WHERE task_id = t.id AND status = 'RUNNING' ORDER BY position DESC LIMIT 1) AS step
       FROM provisioning_tasks t JOIN service_instances i ON i.id = t.instance_id JOIN subscriptions s ON s.id = i.subscription_id
      WHERE t.instance_id = $1 AND t.status IN ('PENDING', 'RUNNING')`,
    [instanceId],
  );
  return task ? { ...task, isApplied: task.step === 'ready' } : null;
}

/** Tasks that are not finished and began before `before`, oldest first, by their instances: found whatever became of their jobs. */
export async function findOpenWork(
  reader: Reader,
  before: Date,
  limit: number,
  except: string[] = [],
): Promise<string[]> {
  const tasks = await reader.find(ProvisioningTask, {
    select: { instanceId: true },
    where: { status: OPEN, createdAt: LessThan(before), instanceId: Not(In(except)) },
    order: { createdAt: 'ASC' },
    take: limit,
  });
  return tasks.map(({ instanceId }) => instanceId);
}

/** Instances that are up, but since before `before` not as the three wishes say; the longest first. */
export async function findConvergingWork(
  reader: Reader,
  before: Date,
  limit: number,
  except: string[] = [],
): Promise<string[]> {
  return idsOf(
    await reader.find(ServiceInstance, {
      select: { id: true },
      where: { convergeSince: LessThan(before), id: Not(In(except)) },
      order: { convergeSince: 'ASC' },
      take: limit,
    }),
  );
}

/** Instances that ended before `before` and are not yet out of the cluster, the longest first. */
export async function findUncleanWork(
  reader: Reader,
  before: Date,
  limit: number,
  except: string[] = [],
): Promise<string[]> {
  return idsOf(
    await reader.find(ServiceInstance, {
      select: { id: true },
      where: {
        status: In(['ERROR', 'TERMINATED']),
        releasedAt: IsNull(),
        updatedAt: LessThan(before),
        id: Not(In(except)),
      },
      order: { updatedAt: 'ASC' },
      take: limit,
    }),
  );
}

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

/** The owner of an instance that ended and is still in the cluster; null when there is nothing to do. */
export async function ownerToRemove(reader: Reader, instanceId: string): Promise<string | null> {
  const ended = await findEnded(reader, instanceId);
  return ended && !ended.isReleased ? ended.userId : null;
}

/** An instance that ended, and whether everything of it is out of the cluster; null when it has not ended. */
export async function findEnded(
  reader: Reader,
  instanceId: string,
): Promise<{ userId: string; isReleased: boolean } | null> {
  const [row] = await reader.query(
    `SELECT s.user_id AS "userId", i.released_at IS NOT NULL AS "isReleased"
       FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
      WHERE i.id = $1 AND i.status IN ('ERROR', 'TERMINATED')`,
    [instanceId],
  );
  return row ?? null;
}

/** True when the user has nothing in the cluster and nothing on its way there; what is not paid yet is not. */
export async function isTenantEmpty(reader: Reader, userId: string): Promise<boolean> {
  const [{ empty }] = await reader.query(
    `SELECT NOT EXISTS (SELECT FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id
                         WHERE s.user_id = $1 AND i.released_at IS NULL AND s.status <> 'PENDING_PAYMENT') AS empty`,
    [userId],
  );
  return empty;
}
