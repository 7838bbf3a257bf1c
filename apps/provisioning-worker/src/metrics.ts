import { countInstances, countOpenAlerts, countOpenWork } from '@minispod/domain/fleet/count-fleet';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

export interface Metrics {
  registry: Registry;
  /** For the cluster's settings. */
  onRequest(method: string): void;
  onWatchInterrupted(kind: string): void;
}

/**
 * What this worker tells Prometheus. Instances, open work and alerts are counted in the database when they are asked for;
 * requests and interruptions are this process's own.
 */
export function createMetrics({ manager }: DataSource): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counted = (
    name: string,
    help: string,
    labelNames: string[],
    count: () => Promise<{ count: number }[]>,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const rows = await count();
        this.reset();
        for (const { count, ...labels } of rows) this.set(labels, count);
      },
    });
  counted('minispod_instances', 'Instances by status and health', ['status', 'health'], () =>
    countInstances(manager),
  );
  counted('minispod_open_operations', 'Work on instances that has not ended', ['kind'], () =>
    countOpenWork(manager),
  );
  counted('minispod_open_alerts', 'Alerts that are open', ['kind', 'severity'], () =>
    countOpenAlerts(manager),
  );
  const requests = new Counter({
    name: 'minispod_kubernetes_requests_total',
    help: 'Requests to the API server, by verb',
    labelNames: ['method'],
    registers: [registry],
  });
  const interruptions = new Counter({
    name: 'minispod_watch_interruptions_total',
    help: 'Watches that were interrupted and try again, by kind',
    labelNames: ['kind'],
    registers: [registry],
  });
  return {
    registry,
    onRequest: (method) => requests.inc({ method }),
    onWatchInterrupted: (kind) => interruptions.inc({ kind }),
  };
}
