import { createDataSource } from '@minispod/database/data-source';
import { DomainError } from '@minispod/domain/errors';
import { startRelay } from '@minispod/domain/outbox/relay';
import type { Clock } from '@minispod/domain/ports/clock';
import type { QueueName, SweepName } from '@minispod/queues/catalog';
import { createQueues } from '@minispod/queues/runtime';
import { type Handlers, startWorker } from '@minispod/queues/worker';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { openClock } from './clock.js';
import { refuseExcessRights } from './database-rights.js';
import { startHealthServer } from './health-server.js';
import { createLogger, type Logger } from './logger.js';
import { type Closer, closeOnSignal } from './shutdown.js';

export interface WorkerEnv {
  NODE_ENV: string;
  DATABASE_URL: string;
  DATABASE_POOL_SIZE: number;
  REDIS_URL?: string | undefined;
  LOG_LEVEL: string;
  /** For probes and metrics; absent: none is opened. */
  HEALTH_PORT?: number | undefined;
}

export interface WorkerContext {
  dataSource: DataSource;
  clock: Clock;
  logger: Logger;
}

export interface WorkerProcess<Q extends QueueName> {
  /** In logs and in pg_stat_activity. */
  name: string;
  queue: Q;
  concurrency: number;
  /** Passes that come again by themselves, in ms. */
  sweeps: Partial<Record<SweepName, number>>;
  /**
   * Everything of its own: called once the database is open. `closers` end before the queue and the database do; `metrics`
   * are served where probes are.
   */
  start(context: WorkerContext): Promise<{ handlers: Handlers<Q>; closers?: Closer[]; metrics?: Registry }>;
}

/**
 * Runs one worker until it is told to stop: database, relay of the outbox, its queue, its sweeps. Every worker relays, so
 * that promised work flows while any of them lives. Throws when the database or the queues are away at the start.
 */
export async function runWorker<Q extends QueueName>(
  env: WorkerEnv,
  worker: WorkerProcess<Q>,
): Promise<void> {
  const logger = createLogger({ name: worker.name, level: env.LOG_LEVEL });
  const databaseUrl = env.DATABASE_URL;
  const dataSource = await createDataSource({
    url: databaseUrl,
    poolSize: env.DATABASE_POOL_SIZE,
    applicationName: `minispod ${worker.name}`,
  }).initialize();
  await refuseExcessRights(env.NODE_ENV, dataSource);
  const settings = { databaseUrl, redisUrl: env.REDIS_URL, logger };
  const queues = await createQueues(settings);
  const { clock, movable } = await openClock(env.NODE_ENV, dataSource);
  const { handlers, closers = [], metrics } = await worker.start({ dataSource, clock, logger });
  const running = startWorker(settings, worker.queue, handlers, {
    concurrency: worker.concurrency,
    logger,
    isFinal: (error) => error instanceof DomainError,
  });
  const relay = startRelay({ dataSource, databaseUrl, publish: queues.publish, logger });
  for (const [name, everyMs] of Object.entries(worker.sweeps))
    await queues.schedule(name as SweepName, everyMs);
  const health =
    env.HEALTH_PORT === undefined
      ? null
      : await startHealthServer({
          port: env.HEALTH_PORT,
          ready: async () => (await dataSource.query('SELECT 1')).length === 1,
          ...(metrics && { metrics }),
        });

  closeOnSignal(logger, [
    { name: 'health', close: () => health?.close() },
    { name: 'queue', close: () => running.close() },
    ...closers,
    { name: 'relay', close: () => relay.close() },
    { name: 'queues', close: () => queues.close() },
    { name: 'clock', close: () => movable?.close() },
    { name: 'database', close: () => dataSource.destroy() },
  ]);
  logger.info({ queue: worker.queue }, 'ready');
}
