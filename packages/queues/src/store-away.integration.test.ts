import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@minispod/local/postgres/postgres';
import { databaseNamed } from '@minispod/testing/database-url';
import pg from 'pg';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createQueues } from './runtime.js';
import { eventually, inPostgres, logger, producer, worker } from './testing/stores.js';
import type { Handlers } from './worker.js';

const paymentId = randomUUID();

describe('a store that goes away', { timeout: 60_000 }, () => {
  it.concurrent('makes producers fail soon, and leaves workers waiting', async (test) => {
    const away = { databaseUrl: 'postgres://nobody@127.0.0.1:1/none', logger };
    await expect(createQueues(away)).rejects.toThrow('ECONNREFUSED');
    await worker(test, away, {}).close();

    const redisAway = { ...away, redisUrl: 'redis://127.0.0.1:1' };
    const queues = await producer(test, redisAway);
    await expect(queues.publish('converge-payment', { paymentId })).rejects.toThrow('ECONNREFUSED');
    await worker(test, redisAway, {}).close(500);
  });

  it.concurrent('does not stop a worker for good', async (test) => {
    const directory = await mkdtemp(join(tmpdir(), 'minispod-queues-'));
    test.onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const postgres = await startPostgres({ directory, settings: { fsync: 'off' } });
    test.onTestFinished(() => postgres.stop());
    const settings = { databaseUrl: postgres.url, logger };
    const queues = await producer(test, settings);
    const seen: string[] = [];
    worker(test, settings, { 'converge-payment': async (_payload, { jobId }) => void seen.push(jobId) });
    await queues.publish('converge-payment', { paymentId }, { jobId: 'before' });
    await eventually(() => expect(seen).toEqual(['before']));

    await postgres.restart();
    await eventually(() => queues.publish('converge-payment', { paymentId }, { jobId: 'after' }));
    await eventually(() => expect(seen).toEqual(['before', 'after']));
  });

  it.concurrent('is not asked without rest by a worker that was busy', async (test) => {
    const settings = await inPostgres(test);
    const queues = await producer(test, settings);
    let complaints = 0;
    const counting = pino({ level: 'warn' }, { write: () => complaints++ });
    const control = new EventEmitter();
    const seen: string[] = [];
    const handlers: Partial<Handlers<'renewal'>> = {
      'converge-payment': async (_payload, { jobId }) => {
        if (seen.push(jobId) === 1) await once(control, 'release');
      },
    };
    worker(test, { ...settings, logger: counting }, handlers, { logger: counting });
    await queues.publish('converge-payment', { paymentId }, { jobId: 'before' });
    await eventually(() => expect(seen).toEqual(['before']));

    await shut(settings.databaseUrl, true);
    const [before, shutOut] = [complaints, performance.now()];
    control.emit('release');
    await eventually(() => expect(complaints).toBeGreaterThan(before + 10));
    expect(performance.now() - shutOut).toBeGreaterThan(1_000);
    await shut(settings.databaseUrl, false);
    await eventually(() => queues.publish('converge-payment', { paymentId }, { jobId: 'after' }));
    await eventually(() => expect(seen).toContain('after'));
  });
});

/** Shuts everybody out of a database, or lets them in again. */
async function shut(url: string, out: boolean): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const client = new pg.Client({ connectionString: databaseNamed(url, 'postgres') });
  await client.connect();
  await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS ${!out}`);
  if (out)
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await client.end();
}
