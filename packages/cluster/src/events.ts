import type { CoreV1Event } from '@kubernetes/client-node';
import type { InstanceRef } from '@minispod/domain/ports/cluster';
import type { ClusterEvent } from '@minispod/domain/ports/cluster-reader';
import type { Connection } from './connection.js';
import { listAll } from './list-all.js';
import { instanceName, namespaceName } from './names.js';

const NEWEST = 200;

/** See `ClusterReader.events`. Events name their object and carry no labels: an instance's are told by their names. */
export async function readEvents(connection: Connection, ref: InstanceRef): Promise<ClusterEvent[]> {
  const name = instanceName(ref.instanceId);
  const events: ClusterEvent[] = [];
  for await (const event of listAll<CoreV1Event>(
    connection,
    `/api/v1/namespaces/${namespaceName(ref.userId)}/events`,
  )) {
    const of = event.involvedObject.name ?? '';
    if (of === name || of.startsWith(`${name}-`)) events.push(clusterEvent(event));
  }
  return events.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, NEWEST);
}

function clusterEvent(event: CoreV1Event): ClusterEvent {
  const { series, lastTimestamp, eventTime, metadata } = event;
  return {
    at: new Date(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0),
    reason: event.reason ?? '',
    message: event.message ?? '',
    isWarning: event.type === 'Warning',
    kind: event.involvedObject.kind ?? '',
    count: series?.count ?? event.count ?? 1,
  };
}
