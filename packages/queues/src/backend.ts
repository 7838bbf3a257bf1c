import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type PgPool,
  type QueueBaseOptions,
  runMigrations,
} from 'bullmq';
import type { RedisOptions } from 'ioredis';
import pg from 'pg';
import type { Logger } from 'pino';

export interface QueueSettings {
  databaseUrl: string;
  /** Set: queues live in Redis. Absent: in PostgreSQL, in a schema of their own. */
  redisUrl?: string | undefined;
  /** Begins every Redis key, so that two installations can share a server. Ignored on PostgreSQL. */
  redisPrefix?: string | undefined;
  logger: Logger;
}

/** Where the queues are kept, opened: what a BullMQ class needs beside its queue's name. */
export interface Backend {
  options: QueueBaseOptions<unknown> & { prefix?: string };
  factory: BackendFactory<IQueueBackend, unknown>;
  /** Resolves when it can be asked; throws when it stays away. */
  ready(): Promise<unknown>;
  close(): Promise<void>;
}

/** BullMQ's tables never mix with ours. The name is BullMQ's own default, which it insists on when given a pool. */
const SCHEMA = 'bullmq';
/** How long a producer waits for a connection or an answer, in ms: the caller has somebody waiting, or will try again. */
const PATIENCE = 5_000;
/** Rest after a failed question of a worker, in ms. */
const REST = 500;

/** Opens the store for adding jobs: what cannot be reached fails soon. Throws when PostgreSQL is away at the start. */
export async function openForProducer(settings: QueueSettings): Promise<Backend> {
  if (!settings.redisUrl) return await openPostgres(settings, { max: 3, statement_timeout: PATIENCE });
  return await openRedis(settings, { enableOfflineQueue: false, commandTimeout: PATIENCE });
}

/**
 * Opens the store for working jobs off: what cannot be reached is waited for. Throws when PostgreSQL is away at the
 * start, because BullMQ never recovers from that; the caller tries again.
 */
export async function openForWorker(settings: QueueSettings): Promise<Backend> {
  // One connection stays with LISTEN; three carry claims, completions and lock renewals.
  if (!settings.redisUrl) return await openPostgres(settings, { max: 4 }, restful);
  return await openRedis(settings, { maxRetriesPerRequest: null });
}

async function openRedis(settings: QueueSettings, options: RedisOptions): Promise<Backend> {
  // Loaded where it is used: 14 MB of resident memory.
  const { Redis } = await import('ioredis');
  const redis = new Redis(settings.redisUrl ?? '', {
    retryStrategy: (times) => Math.min(times * 100, 2_000),
    ...options,
  });
  redis.on('error', (error) => settings.logger.warn({ err: error }, 'Redis is not reachable'));
  let waiting: Promise<unknown> | undefined;
  return {
    options: { connection: redis, prefix: settings.redisPrefix ?? 'minispod' },
    factory: createRedisBackend as BackendFactory<IQueueBackend, unknown>,
    async ready() {
      if (redis.status === 'ready') return;
      waiting ??= once(redis, 'ready', { signal: AbortSignal.timeout(PATIENCE) }).finally(() => {
        waiting = undefined;
      });
      await waiting;
    },
    async close() {
      redis.disconnect();
    },
  };
}

async function openPostgres(
  { databaseUrl, logger }: QueueSettings,
  limits: pg.PoolConfig,
  dress: (pool: pg.Pool) => PgPool = (pool) => pool,
): Promise<Backend> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'minispod-queues',
    connectionTimeoutMillis: PATIENCE,
    keepAlive: true,
    options: `-c search_path=${SCHEMA}`,
    ...limits,
  });
  pool.on('error', (error) => logger.warn({ err: error }, 'a connection of the queues was lost'));
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client, SCHEMA);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    options: { connection: dress(pool) },
    factory: createPostgresBackend as BackendFactory<IQueueBackend, unknown>,
    ready: async () => {},
    close: () => pool.end(),
  };
}

/**
 * The same pool, resting before it reports a failure. BullMQ's loop pauses after ECONNREFUSED alone and meets every other
 * failure (starting up, shutting down, too many connections, an unknown host name) by asking again at once, hundreds of
 * times a second. Its own refusals, SQLSTATE `BM…`, are answers and not failures.
 */
function restful(pool: pg.Pool): PgPool {
  const rested = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code?.startsWith('BM'))) await wait(REST);
      throw error;
    }
  };
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'query') return (text: string, values?: unknown[]) => rested(target.query(text, values));
      if (name === 'connect') return () => rested(target.connect());
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
