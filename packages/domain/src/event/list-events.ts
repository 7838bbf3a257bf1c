import type { EventsInput, EventsView, InstanceActivityKind } from '@minispod/contracts/instance';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { notFound } from '../errors.js';
import { loadInstance } from '../instance/load-instance.js';
import { ClusterUnreachable, type InstanceRef } from '../ports/cluster.js';
import type { ClusterReader } from '../ports/cluster-reader.js';
import { pageOfBoth } from './rules/page-of-both.js';

type InstanceEvent = Omit<z.infer<typeof EventsView>['items'][number], 'at'> & { at: Date };

const TROUBLE = new Set<string>([
  'UNHEALTHY',
  'BACKUP_FAILED',
  'RESTORE_FAILED',
  'UPDATE_ROLLED_BACK',
] satisfies InstanceActivityKind[]);

/**
 * Everything that happened to an instance of the user, newest first: changes of its status, what was done to it, and what
 * the cluster says of its objects. While the cluster does not answer the rest is shown.
 */
export async function listEvents(
  reader: Reader,
  cluster: ClusterReader,
  userId: string,
  { id, page, limit }: z.infer<typeof EventsInput>,
): Promise<z.infer<typeof EventsView>> {
  if (!(await loadInstance(reader, id, userId))) throw notFound('Instance');
  const told = await eventsOfCluster(cluster, { instanceId: id, userId });
  const [{ recorded }] = await reader.query(
    `SELECT (SELECT count(*) FROM status_history WHERE subject_id = $1)
          + (SELECT count(*) FROM instance_activities WHERE instance_id = $1) AS recorded`,
    [id],
  );
  const items = await pageOfBoth(
    { page, limit },
    (skip, take) => readRecorded(reader, id, skip, take),
    told.map((event) => ({
      at: event.at,
      source: 'CLUSTER' as const,
      code: event.reason,
      message: event.message,
      actor: null,
      isWarning: event.isWarning,
      details: { kind: event.kind, count: event.count },
    })),
  );
  const views = items.map(({ at, ...event }) => ({ at: at.toISOString(), ...event }));
  return { items: views, page, limit, total: recorded + told.length };
}

async function eventsOfCluster(cluster: ClusterReader, ref: InstanceRef) {
  try {
    return await cluster.events(ref);
  } catch (error) {
    if (error instanceof ClusterUnreachable) return [];
    throw error;
  }
}

async function readRecorded(
  reader: Reader,
  instanceId: string,
  skip: number,
  take: number,
): Promise<InstanceEvent[]> {
  const rows: InstanceEvent[] = await reader.query(
    `SELECT at, source, code, message, actor, details FROM (
       SELECT at, 'STATUS' AS source, to_status AS code, reason AS message, actor, jsonb_build_object('from', from_status) AS details, id
         FROM status_history WHERE subject_id = $1
       UNION ALL
       SELECT at, 'ACTIVITY', kind, NULL, actor, details, id FROM instance_activities WHERE instance_id = $1) recorded
      ORDER BY at DESC, source, id DESC OFFSET $2 LIMIT $3`,
    [instanceId, skip, take],
  );
  return rows.map(({ actor, ...event }) => ({
    ...event,
    // Who exactly an administrator was is for the audit log, not for customers.
    actor: actor?.split(':')[0] ?? null,
    isWarning: event.source === 'STATUS' ? event.code === 'ERROR' : TROUBLE.has(event.code),
  }));
}
