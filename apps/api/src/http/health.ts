import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';

/** A database that takes longer counts as away: whoever asks is a probe with a time limit of its own. */
const PATIENCE_MS = 2_000;

/** Whether the database answers in time. */
async function ask<T>(dataSource: DataSource, query: string): Promise<T[]> {
  const patience = new AbortController();
  try {
    return await Promise.race([
      dataSource.query<T[]>(query),
      wait(PATIENCE_MS, null, { signal: patience.signal }).then(() => {
        throw new Error('no answer in time');
      }),
    ]);
  } finally {
    patience.abort();
  }
}

/** True when the database can be reached and has every migration this build knows. */
export async function isReady(dataSource: DataSource): Promise<boolean> {
  try {
    const applied = await ask<{ name: string }>(dataSource, 'SELECT name FROM migrations');
    const names = new Set(applied.map(({ name }) => name));
    return dataSource.migrations.every(({ name }) => name !== undefined && names.has(name));
  } catch {
    return false;
  }
}

/** For probes: plain answers without the envelope. */
export function mountHealth(app: FastifyInstance, dataSource: DataSource): void {
  app.get('/health', () => ({ status: 'healthy' }));

  app.get('/health/ready', async (_, reply) => {
    const ready = await isReady(dataSource);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });

  app.get('/health/db', async (_, reply: FastifyReply) => {
    const startedAt = performance.now();
    try {
      await ask(dataSource, 'SELECT 1');
      const latency_ms = Math.round(performance.now() - startedAt);
      return { status: 'healthy', database: 'connected', latency_ms };
    } catch {
      return reply.code(503).send({ status: 'unhealthy', database: 'disconnected' });
    }
  });
}
