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

/** Probes may come from anywhere, in any number, without signing in: the database is asked once in this time. */
const KEPT_MS = 1_000;

/** For probes: plain answers without the envelope. */
export function mountHealth(app: FastifyInstance, dataSource: DataSource): void {
  const ready = keptFor(KEPT_MS, () => isReady(dataSource));
  const latency = keptFor(KEPT_MS, () => measureLatency(dataSource));

  app.get('/health', () => ({ status: 'healthy' }));

  app.get('/health/ready', async (_, reply) => {
    const isUp = await ready();
    return reply.code(isUp ? 200 : 503).send({ status: isUp ? 'ready' : 'not ready' });
  });

  app.get('/health/db', async (_, reply: FastifyReply) => {
    const latency_ms = await latency();
    if (latency_ms !== null) return { status: 'healthy', database: 'connected', latency_ms };
    return reply.code(503).send({ status: 'unhealthy', database: 'disconnected' });
  });
}

/** How long the database takes to answer, in ms; null when it does not. */
async function measureLatency(dataSource: DataSource): Promise<number | null> {
  const startedAt = performance.now();
  try {
    await ask(dataSource, 'SELECT 1');
    return Math.round(performance.now() - startedAt);
  } catch {
    return null;
  }
}

/** Asks once for all who come while the question is open, and for `milliseconds` after that. */
function keptFor<T>(milliseconds: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { answer: Promise<T>; until: number } | undefined;
  return () => {
    if (kept && performance.now() < kept.until) return kept.answer;
    const entry = { answer: ask(), until: Number.POSITIVE_INFINITY };
    kept = entry;
    void entry.answer.finally(() => {
      entry.until = performance.now() + milliseconds;
    });
    return entry.answer;
  };
}
