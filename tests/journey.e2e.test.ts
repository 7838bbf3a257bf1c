import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { journey } from './journey.contract.js';
import { fetchFromLoopback } from './loopback.js';

const { MINISPOD_TEST_REDIS_URL: redis } = process.env;

describe('the journey, as it comes', () => {
  journey({}, async ({ ingressPort }, instance) => {
    expect(instance.publicUrl).toBe(`http://${instance.subdomain}.localhost:${ingressPort}`);
    const { status, body } = await fetchFromLoopback(instance.publicUrl ?? '');
    expect(status).toBe(200);
    expect(body).toContain('n8n');
    expect((await fetchFromLoopback(`http://nobody.localhost:${ingressPort}`)).status).toBe(404);
  });
});

describe.skipIf(!redis)('the journey with REDIS_URL (MINISPOD_TEST_REDIS_URL)', () => {
  // A database of its own: jobs of an earlier run belong to other accounts.
  const redisUrl = redis && new URL('/13', redis).href;
  beforeAll(() => withRedis(redisUrl, (client) => client.flushdb()));
  afterAll(() => withRedis(redisUrl, (client) => client.flushdb()));
  journey({ redisUrl }, async () => {
    const keys = await withRedis(redisUrl, (client) => client.keys('*provisioning*'));
    expect(keys, 'the queues are on Redis').not.toEqual([]);
  });
});

async function withRedis<T>(url: string | undefined, work: (client: Redis) => Promise<T>): Promise<T> {
  // One that is not there is told at once, by the first command.
  const client = new Redis(url ?? '', { retryStrategy: () => null });
  client.on('error', () => {});
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}
