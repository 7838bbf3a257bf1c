import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
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
