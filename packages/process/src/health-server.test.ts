import { Counter, Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { type HealthServer, startHealthServer } from './health-server.js';

let server: HealthServer;
afterEach(() => server.close());

test('says that it lives, whether it can work, and what it counted', async () => {
  const metrics = new Registry();
  new Counter({ name: 'things_total', help: 'Things', registers: [metrics] }).inc(3);
  let ready: () => Promise<boolean> = async () => true;
  server = await startHealthServer({ port: 0, ready: () => ready(), metrics });
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return [response.status, await response.text()] as const;
  };
  expect(await ask('/health')).toEqual([200, '{"status":"healthy"}']);
  expect((await ask('/health/ready'))[0]).toBe(200);
  ready = async () => false;
  expect((await ask('/health/ready'))[0]).toBe(503);
  ready = () => Promise.reject(new Error('away'));
  expect((await ask('/health/ready'))[0]).toBe(503);
  expect((await ask('/metrics'))[1]).toContain('things_total 3');
  expect((await ask('/other'))[0]).toBe(404);
});
