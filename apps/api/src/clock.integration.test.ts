import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { advance, clock } from './commands/clock.js';
import { readCommandEnv } from './env.js';
import { brokenBooks } from './testing/books.js';
import { type Api, startApi } from './testing/start-api.js';
import { subscriber } from './testing/subscriber.js';

const DAY_MS = 86_400_000;
const PRICE = 50_000;

let api: Api;
let token: string;
let planId: string;
beforeAll(async () => {
  api = await startApi();
  token = (await api.administrator()).accessToken;
  planId = (await api.ask('GET', '/api/catalog/services/n8n')).body.data.plans[0].id;
});
afterEach(async () => {
  expect(await brokenBooks(api)).toEqual([]);
});
afterAll(() => api.close());

const admin = (method: 'GET' | 'POST', path: string, body?: object) =>
  api.ask(method, `/api/admin${path}`, { token, ...(body && { body }) });
const now = () => api.services.clock.now();

test('time that passes brings twelve renewals on their days, numbers without gaps, and logs nobody out', async () => {
  const { see, balance, id, user } = await subscriber(api, planId, 13 * PRICE);
  const { startDate } = await see();
  const before = (await admin('GET', '/clock')).body.data.now;
  const advanced = await admin('POST', '/clock/advance', { days: 366 });
  expect(advanced.status, advanced.text).toBe(200);
  expect(Date.parse(advanced.body.data.now) - Date.parse(before)).toBeGreaterThanOrEqual(366 * DAY_MS);
  expect(Math.abs(Date.parse((await admin('GET', '/clock')).body.data.now) - now().getTime())).toBeLessThan(
    2_000,
  );

  expect(await balance()).toBe(0);
  const periods: { k: number; starts: Date; charged: Date }[] = await api.dataSource.query(
    `SELECT p.k, p.starts_at AS starts, o.created_at AS charged FROM billing_periods p JOIN orders o ON o.id = p.order_id
      WHERE p.subscription_id = $1 AND p.k > 0 ORDER BY p.k`,
    [id],
  );
  expect(periods.map(({ k }) => k)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  const anchorDay = jakartaDay(new Date(startDate));
  for (const { starts, charged } of periods) {
    expect(charged.getTime() - starts.getTime()).toBeGreaterThanOrEqual(0);
    expect(charged.getTime() - starts.getTime()).toBeLessThan(DAY_MS);
    const lastDay = new Date(Date.UTC(starts.getUTCFullYear(), starts.getUTCMonth() + 1, 0)).getUTCDate();
    expect([anchorDay, lastDay]).toContain(jakartaDay(starts));
  }
  const { items } = (await admin('GET', `/invoices?userId=${user.id}&limit=100`)).body.data;
  expect(items).toHaveLength(13);
  const series = await api.dataSource.query(
    'SELECT series, count(*) AS issued, max(number) AS last FROM invoices GROUP BY series',
  );
  expect(series.length).toBeGreaterThan(1);
  for (const { issued, last } of series) expect(issued).toBe(last);
  expect((await admin('POST', '/billing/run')).body.data).toEqual({ billed: 0, warned: 0, offersLapsed: 0 });
});

test('every envelope carries the clock that was moved, of success and of failure', async () => {
  await admin('POST', '/clock/advance', { days: 1 });
  const answers = [
    await admin('GET', '/clock'),
    await api.ask('GET', '/api/user/wallet'),
    await api.ask('GET', '/api/nowhere'),
    await admin('POST', '/clock/advance', {}),
  ];
  for (const { body } of answers) {
    expect(Math.abs(Date.parse(body.timestamp) - now().getTime()), JSON.stringify(body)).toBeLessThan(60_000);
  }
  expect(now().getTime() - Date.now()).toBeGreaterThan(DAY_MS - 60_000);
});

const jakartaDay = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).getUTCDate();

test('time goes forward only, and in production it is nobody’s to move', async () => {
  expect((await admin('POST', '/clock/advance', {})).body.error.details).toHaveProperty('days');
  const past = { to: '2020-01-01T00:00:00Z' };
  expect((await admin('POST', '/clock/advance', past)).body.error.code).toBe('VALIDATION_ERROR');
  const production = await startApi({ movableClock: null });
  try {
    const { accessToken } = await production.administrator();
    for (const [method, path] of [
      ['GET', '/clock'],
      ['POST', '/clock/advance'],
    ] as const) {
      const answer = await production.ask(method, `/api/admin${path}`, {
        token: accessToken,
        ...(method === 'POST' && { body: { days: 1 } }),
      });
      expect(answer.body.error.code).toBe('FORBIDDEN');
    }
  } finally {
    await production.close();
  }
});

test('the command tells the same time and lets it pass for everybody; in production it refuses', async () => {
  const env = readCommandEnv({ DATABASE_URL: api.databaseUrl });
  const before = await clock(api.dataSource, env);
  const after = await advance(api.dataSource, env, 2);
  expect(after.daysAhead).toBe(before.daysAhead + 2);
  const { now: told } = (await admin('GET', '/clock')).body.data;
  expect(Math.abs(Date.parse(told) - Date.parse(after.now))).toBeLessThan(5_000);
  await expect(clock(api.dataSource, { ...env, NODE_ENV: 'production' })).rejects.toThrow('in production');
});
