import { randomUUID } from 'node:crypto';
import { testDatabase } from '@minispod/testing/database';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { type TestContext, vi } from 'vitest';
import { createQueues, type QueueSettings, type Queues } from '../runtime.js';
import { type Handlers, startWorker, type WorkerOptions } from '../worker.js';

export const logger = pino({ level: 'silent' });

/** An error that the workers here take for final. */
export class Refused extends Error {}

/** Queues of the test's own, in a database that nobody else has. */
export async function inPostgres(test: TestContext): Promise<QueueSettings> {
  const database = await testDatabase({ poolSize: 1 });
  test.onTestFinished(() => database.drop());
  return { databaseUrl: database.url, logger };
}

/** Queues of the test's own, in Redis under a prefix that nobody else has. */
export async function inRedis(test: TestContext, redisUrl: string): Promise<QueueSettings> {
  const redisPrefix = `test-${randomUUID()}`;
  test.onTestFinished(async () => {
    const redis = new Redis(redisUrl);
    const keys = await redis.keys(`${redisPrefix}:*`);
    if (keys.length) await redis.del(keys);
    redis.disconnect();
  });
  return { databaseUrl: 'postgres://unused', redisUrl, redisPrefix, logger };
}

export async function producer(test: TestContext, settings: QueueSettings): Promise<Queues> {
  const queues = await createQueues(settings);
  test.onTestFinished(() => queues.close());
  return queues;
}

/** A worker of the queue `renewal`; the handlers that a test leaves out are not expected to run. */
export function worker(
  test: TestContext,
  settings: QueueSettings,
  handlers: Partial<Handlers<'renewal'>>,
  options: Partial<WorkerOptions> = {},
) {
  const unexpected = async () => {
    throw new Error('not expected to run');
  };
  const running = startWorker(
    settings,
    'renewal',
    {
      'converge-payment': unexpected,
      'sweep-payments': unexpected,
      'send-refund': unexpected,
      'sweep-gateways': unexpected,
      'collect-dues': unexpected,
      'sweep-billing': unexpected,
      'sweep-audit': unexpected,
      'sweep-retention': unexpected,
      ...handlers,
    },
    { concurrency: 1, logger, isFinal: (error) => error instanceof Refused, ...options },
  );
  test.onTestFinished(() => running.close(0));
  return running;
}

/** Long enough for the busiest machine: nothing here is a measurement. */
export const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 40_000 });
