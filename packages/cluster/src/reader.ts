import type { ClusterReader } from '@minispod/domain/ports/cluster-reader';
import { type Connection, connect } from './connection.js';
import { unreachable } from './errors.js';
import { readEvents } from './events.js';
import { listDeployments, listIngresses, listNamespaces, listPods, listServices } from './lists.js';
import { listNodes } from './lists-nodes.js';
import { containersOf, followLogs, readLogs, readPod } from './logs.js';
import type { ConnectionSettings } from './settings.js';

/**
 * See `ClusterReader`. Never throws itself: whoever only looks must start without a cluster. A kubeconfig that cannot be
 * read is tried again at the next call, which throws ClusterUnreachable until it can.
 */
export function createClusterReader(settings: ConnectionSettings): ClusterReader {
  let connected: Connection | null = null;
  const ask = async <T>(doing: string, read: (connection: Connection) => Promise<T>): Promise<T> => {
    try {
      connected ??= connect(settings);
      return await read(connected);
    } catch (error) {
      throw unreachable(error, doing);
    }
  };
  return {
    containers: (ref) => ask('reading the pod', async (at) => containersOf(await readPod(at, ref))),
    logs: (ref, query) => ask('reading logs', (at) => readLogs(at, ref, query)),
    async *followLogs(ref, query, signal) {
      const connection = await ask('following logs', async (at) => at);
      yield* followLogs(connection, ref, query, signal);
    },
    events: (ref) => ask('reading events', (at) => readEvents(at, ref)),
    nodes: () => ask('listing nodes', listNodes),
    namespaces: () => ask('listing namespaces', listNamespaces),
    pods: (namespace) => ask('listing pods', (at) => listPods(at, namespace)),
    deployments: (namespace) => ask('listing deployments', (at) => listDeployments(at, namespace)),
    services: (namespace) => ask('listing services', (at) => listServices(at, namespace)),
    ingresses: (namespace) => ask('listing ingresses', (at) => listIngresses(at, namespace)),
  };
}
