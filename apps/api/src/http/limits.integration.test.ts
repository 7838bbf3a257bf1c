import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { startApi } from '../testing/start-api.js';
import { createLimits, type Limits, RateLimited } from './limits.js';

const redisUrl = process.env.MINISPOD_TEST_REDIS_URL;

async function allowed(attempt: () => Promise<void>, times: number): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, attempt));
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(RateLimited);
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

const someone = () => `${Math.random()}@example.test`;
const somewhere = () => `10.1.${Math.random()}`;

async function holdsTenPerAccount(...processes: Limits[]) {
  const email = someone();
  const perProcess = await Promise.all(
    processes.map((limits) => allowed(() => limits.credentials(somewhere(), email), 20)),
  );
  expect(perProcess.reduce((sum, count) => sum + count, 0)).toBe(10);
}

test('in memory: ten attempts on an account, thirty from an address', async () => {
  const limits = createLimits(null);
  await holdsTenPerAccount(limits);
  const address = somewhere();
  expect(await allowed(() => limits.credentials(address, someone()), 40)).toBe(30);
});

describe.skipIf(!redisUrl)('in Redis', () => {
  const connect = (url = redisUrl ?? '') => {
    const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: true });
    redis.on('error', () => {});
    return redis;
  };

  test('two processes share the counts, and no address of a person is kept', async () => {
    const [one, two] = [connect(), connect()];
    await Promise.all([one.connect(), two.connect()]);
    await holdsTenPerAccount(createLimits(one), createLimits(two));
    expect((await one.keys('minispod:limit:account:*')).join()).not.toContain('@');
    one.disconnect();
    two.disconnect();
  });

  test('while it is away each process counts for itself', async () => {
    const away = connect('redis://127.0.0.1:1');
    await holdsTenPerAccount(createLimits(away));
    away.disconnect();
  });
});

describe('over HTTP', () => {
  test('hold one account to ten attempts a minute, wherever they come from', async () => {
    const limited = await startApi({ limits: createLimits(null), trustProxy: '127.0.0.1' });
    const attempt = (n: number) =>
      limited.ask('POST', '/api/auth/login', {
        body: { email: 'victim@example.test', password: `guess ${n}` },
        headers: { 'x-forwarded-for': `10.0.0.${n}` },
      });
    const answers = [];
    for (let n = 1; n <= 11; n++) answers.push(await attempt(n));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
    const last = answers.at(-1);
    expect(last?.body.error.code).toBe('RATE_LIMITED');
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    await limited.close();
  });

  test('hold one address to thirty, over both interfaces and inside a batch', async () => {
    const limited = await startApi({ limits: createLimits(null) });
    const batch = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [n, { refreshToken: `unknown token ${n}` }]),
    );
    const path = Array(20).fill('auth.refresh').join(',');
    await limited.ask('POST', `/trpc/${path}?batch=1`, {
      body: batch,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    const statuses = [];
    for (let n = 0; n < 11; n++) {
      const { status } = await limited.ask('POST', '/api/auth/refresh', {
        body: { refreshToken: `more ${n}` },
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    const trpc = await limited.ask('POST', '/trpc/auth.login', {
      body: { email: 'a@b.co', password: 'x' },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(trpc).toMatchObject({ status: 429, body: { error: { data: { appCode: 'RATE_LIMITED' } } } });
    expect(trpc.headers['retry-after']).toBeTruthy();
    await limited.close();
  });
});
