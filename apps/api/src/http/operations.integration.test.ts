import { createLogger } from '@minispod/process/logger';
import { createQueues } from '@minispod/queues/runtime';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, soon, startApi } from '../testing/start-api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi({ metrics: new Registry(), metricsToken: 'a token for the metrics' });
});
afterAll(() => api.close());

describe('for those who look after it', () => {
  test('health', async () => {
    expect((await api.ask('GET', '/health')).body).toEqual({ status: 'healthy' });
    expect((await api.ask('GET', '/health/ready')).body).toEqual({ status: 'ready' });
    expect((await api.ask('GET', '/health/db')).body).toEqual({
      status: 'healthy',
      database: 'connected',
      latency_ms: expect.any(Number),
    });
  });

  test('not ready while a migration is missing', async () => {
    await api.dataSource.query('ALTER TABLE migrations RENAME TO migrations_away');
    // An answer is kept for a second.
    await soon(async () => expect((await api.ask('GET', '/health/ready')).status).toBe(503));
    await api.dataSource.query('ALTER TABLE migrations_away RENAME TO migrations');
  });

  test('metrics only with their token', async () => {
    expect((await api.ask('GET', '/metrics')).status).toBe(401);
    expect((await api.ask('GET', '/metrics', { token: 'another' })).status).toBe(401);
    const answer = await api.ask('GET', '/metrics', {
      headers: { authorization: 'Bearer a token for the metrics' },
    });
    expect(answer.text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/health",status="200"}',
    );
  });

  test('a database that is away is said to be, by everything', async () => {
    const away = await startApi();
    const { accessToken } = await away.person();
    await away.dataSource.destroy();
    expect((await away.ask('GET', '/health')).status).toBe(200);
    expect((await away.ask('GET', '/health/ready')).status).toBe(503);
    expect(await away.ask('GET', '/health/db')).toMatchObject({
      status: 503,
      body: { status: 'unhealthy', database: 'disconnected' },
    });
    const wallet = await away.ask('GET', '/api/user/wallet', { token: accessToken });
    expect(wallet).toMatchObject({ status: 503, body: { error: { code: 'UNAVAILABLE' } } });
    expect(wallet.headers['retry-after']).toBe('5');
    const trpc = await away.ask('GET', '/trpc/wallet.get', { token: accessToken });
    expect(trpc).toMatchObject({ status: 503, body: { error: { data: { appCode: 'UNAVAILABLE' } } } });
    await away.dataSource.initialize();
    expect((await away.ask('GET', '/api/user/wallet', { token: accessToken })).status).toBe(200);
    await away.close();
  });
});

describe('the queues’ board', () => {
  test('opens for administrators alone', async () => {
    const queues = await createQueues({
      databaseUrl: api.databaseUrl,
      logger: createLogger({ name: 'queues', level: 'silent' }),
    });
    const board = await startApi({ queues: queues.queues });
    const ask = async (token?: string) => board.ask('GET', '/ops/queues/api/queues', { token });
    expect((await ask()).body.error.code).toBe('UNAUTHORIZED');
    expect((await ask((await board.person()).accessToken)).body.error.code).toBe('FORBIDDEN');
    const administrator = await board.person();
    await board.dataSource.query("UPDATE users SET role = 'ADMINISTRATOR' WHERE id = $1", [
      administrator.user.id,
    ]);
    const { status, body } = await ask(administrator.accessToken);
    expect(status).toBe(200);
    expect(body.queues.map(({ name }: { name: string }) => name)).toContain('provisioning');
    const retry = await board.ask('PUT', '/ops/queues/api/queues/provisioning/retry/failed', {});
    expect(retry.status).toBe(401);
    // Whoever opens the page without a session is led to the console, which renews it.
    const opened = await board.ask('GET', '/ops/queues', { headers: { 'sec-fetch-mode': 'navigate' } });
    expect([opened.status, opened.headers.location]).toEqual([302, '/admin/queues']);
    await board.close();
    await queues.close();
  });

  test('puts every change on record before it is made, and no look', async () => {
    const routes: { method: string; url: string }[] = [];
    const queues = await createQueues({
      databaseUrl: api.databaseUrl,
      logger: createLogger({ name: 'queues', level: 'silent' }),
    });
    const board = await startApi({ queues: queues.queues, onRoute: (route) => void routes.push(route) });
    const { accessToken: token, user } = await board.administrator();
    const written = () =>
      board.dataSource.query('SELECT actor_id, action, subject_id, details FROM audit_log ORDER BY id');
    const ofBoard = routes.filter(({ url }) => url.startsWith('/ops/queues/api'));
    const changes = ofBoard.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    expect(changes.length).toBeGreaterThan(15);

    await board.ask('GET', '/ops/queues/api/queues', { token });
    expect(await written()).toEqual([]);
    for (const { method, url } of changes) {
      // A queue that is not there: the board refuses, and that it was asked is on record all the same.
      const path = url.replace(':queueName', 'nowhere').replace(/:\w+/g, 'x');
      await board.ask(method as 'PUT', path, { token, body: {} });
    }
    const entries = await written();
    expect(entries).toHaveLength(changes.length);
    for (const [index, { method, url }] of changes.entries()) {
      expect(entries[index]).toMatchObject({
        actor_id: user.id,
        action: 'queue.change',
        details: { method },
      });
      if (url.includes(':queueName')) expect(entries[index].subject_id).toBe('nowhere');
    }

    await board.ask('PUT', '/ops/queues/api/queues/renewal/pause', { token, body: {} });
    const renewal = queues.queues.find(({ name }) => name === 'renewal');
    expect(await renewal?.isPaused()).toBe(true);
    expect((await written()).at(-1)).toMatchObject({
      subject_id: 'renewal',
      details: { method: 'PUT', path: '/api/queues/renewal/pause' },
    });
    await board.close();
    await queues.close();
  });
});
