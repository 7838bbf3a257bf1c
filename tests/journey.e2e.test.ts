import { get } from 'node:http';
import type { LookupFunction } from 'node:net';
import { text } from 'node:stream/consumers';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { journey } from './journey.contract.js';

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

/** As a browser does: every name under `localhost` is this machine, whatever its resolver says (RFC 6761, 6.3). */
function fetchFromLoopback(url: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const lookup: LookupFunction = (_name, _options, found) =>
      found(null, [{ address: '127.0.0.1', family: 4 }]);
    get(url, { lookup, agent: false }, async (response) =>
      resolve({ status: response.statusCode, body: await text(response) }),
    ).on('error', reject);
  });
}

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
