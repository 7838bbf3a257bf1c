import { DomainError } from '@minispod/domain/errors';
import { createLogger } from '@minispod/process/logger';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/start-api.js';
import { createLimits, type Limits } from './limits.js';
import { RateLimited } from './rate-limited.js';

const redisUrl = process.env.MINISPOD_TEST_REDIS_URL;

const someone = () => `${Math.random()}@example.test`;
const somewhere = () => `10.1.${Math.random()}`;
const wrong = async (): Promise<void> => {
  throw new DomainError('UNAUTHORIZED', 'E-mail address or password is wrong');
};

/** How many wrong passwords of one account are looked at, from as many addresses. */
async function holdsFiftyPerAccount(...processes: Limits[]) {
  const account = someone();
  const tries = processes.flatMap((limits) =>
    Array.from({ length: 60 }, () => limits.login({ address: somewhere(), account, device: null }, wrong)),
  );
  const outcomes = await Promise.allSettled(tries);
  const looked = outcomes.filter(
    (outcome) => outcome.status === 'rejected' && !(outcome.reason instanceof RateLimited),
  );
  expect(looked).toHaveLength(50);
}

describe.skipIf(!redisUrl)('in Redis', () => {
  const connect = (url = redisUrl ?? '') => {
    const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: true });
    redis.on('error', () => {});
    return redis;
  };

  test('two processes share the counts', async () => {
    const [one, two] = [connect(), connect()];
    await Promise.all([one.connect(), two.connect()]);
    await holdsFiftyPerAccount(createLimits(one), createLimits(two));
    one.disconnect();
    two.disconnect();
  });

  test('while it is away each process counts for itself', async () => {
    const away = connect('redis://127.0.0.1:1');
    await holdsFiftyPerAccount(createLimits(away));
    away.disconnect();
  });
});

describe('over HTTP', () => {
  const guess = (limited: Api, email: string, address: string, password = 'a wrong one') =>
    limited.ask('POST', '/api/auth/login', {
      body: { email, password },
      headers: { 'x-forwarded-for': address },
    });

  test('guessing makes the guesser wait, leaves a trail and an alert, and never shuts the owner out', async () => {
    const lines: Record<string, unknown>[] = [];
    const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
    const logger = createLogger({ name: 'api', level: 'warn', destination });
    const limited = await startApi({ limits: createLimits(null), trustProxy: '127.0.0.1', logger });
    const { email, password, user } = await limited.person();
    const own = await limited.ask('POST', '/trpc/auth.login', {
      body: { email, password },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    const answers = [];
    for (let n = 0; n < 7; n++) answers.push(await guess(limited, email, '10.0.0.1'));
    expect(answers.map(({ status }) => status)).toEqual([...Array(6).fill(401), 429]);
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await guess(limited, email, '10.0.0.2', password)).status).toBe(200);

    for (let n = 3; n < 60; n++) await guess(limited, email, `10.0.0.${n}`);
    expect(await guess(limited, email, '10.0.1.1', password)).toMatchObject({ status: 429 });
    const device = own.cookies.find(({ name }) => name === 'minispod_device');
    const again = await limited.ask('POST', '/trpc/auth.login', {
      body: { email, password },
      headers: { 'sec-fetch-site': 'same-origin', cookie: `minispod_device=${device?.value}` },
    });
    expect(again.status).toBe(200);

    const failed = lines.filter(({ security }) => security === 'LOGIN_FAILED');
    expect(failed[0]).toMatchObject({ address: '10.0.0.1', account: expect.stringMatching(/^[\w-]{22}$/) });
    expect(new Set(failed.map(({ account }) => account)).size).toBe(1);
    expect(JSON.stringify(lines)).not.toContain(email);
    const alerts = await limited.dataSource.query('SELECT kind, subject, user_id FROM alerts');
    expect(alerts).toEqual([{ kind: 'LOGIN_GUESSED', subject: failed[0]?.account, user_id: user.id }]);
    await limited.close();
  });

  test('a device is known to the account it was logged in to, and nobody can make one up', async () => {
    const api = await startApi();
    const [mine, other] = [await api.person(), await api.person()];
    const deviceOf = async ({ email, password }: { email: string; password: string }, cookie = '') => {
      const { cookies } = await api.ask('POST', '/trpc/auth.login', {
        body: { email, password },
        headers: { 'sec-fetch-site': 'same-origin', cookie },
      });
      return cookies.find(({ name }) => name === 'minispod_device')?.value;
    };
    const device = await deviceOf(mine);
    expect(await deviceOf(mine, `minispod_device=${device}`)).toBeUndefined();
    expect(await deviceOf(other, `minispod_device=${device}`)).toBeTruthy();
    const forged = `${device?.split('.')[0]}.${'A'.repeat(43)}`;
    expect(await deviceOf(mine, `minispod_device=${forged}`)).toBeTruthy();
    await api.close();
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
