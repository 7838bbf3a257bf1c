import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  ConfigurationError,
  databaseEnv,
  durationEnv,
  processEnv,
  readEnv,
  redisEnv,
  secretEnv,
} from './env.js';

const shape = { ...processEnv, ...databaseEnv, ...redisEnv, JWT_SECRET: secretEnv('JWT_SECRET') };
const good = { NODE_ENV: 'development', DATABASE_URL: 'postgres://minispod@localhost/minispod' };
const read = (source: Record<string, string>) => readEnv(shape, () => ({}), source);

test('a laptop needs a database and nothing else', () => {
  expect(read(good)).toMatchObject({ NODE_ENV: 'development', LOG_LEVEL: 'info', DATABASE_POOL_SIZE: 10 });
});

test('an empty variable is an absent one', () => {
  expect(read({ ...good, REDIS_URL: '', LOG_LEVEL: '' })).not.toHaveProperty('REDIS_URL');
});

test('every variable at fault is named, and no value', () => {
  const wrong = {
    DATABASE_URL: 'mysql://secret',
    REDIS_URL: 'nowhere',
    LOG_LEVEL: 'loud',
    JWT_SECRET: 'short-secret',
  };
  expect(() => read(wrong)).toThrow(ConfigurationError);
  try {
    read(wrong);
  } catch (error) {
    const { message } = error as Error;
    for (const name of Object.keys(wrong)) expect(message).toContain(`${name}: `);
    expect(message).not.toMatch(/mysql:\/\/secret|short-secret/);
  }
});

test('production refuses stand-ins for secrets and what the process declares a fault', () => {
  const production = { ...good, NODE_ENV: 'production' };
  expect(() => read(production)).toThrow(/JWT_SECRET: must be set/);
  const own = { ...production, JWT_SECRET: 'x'.repeat(32) };
  expect(read(own).NODE_ENV).toBe('production');
  expect(() => readEnv(shape, () => ({ CLUSTER: 'is simulated' }), own)).toThrow(/CLUSTER: is simulated/);
  expect(readEnv(shape, () => ({ CLUSTER: 'is simulated' }), { ...own, NODE_ENV: 'test' })).toBeTruthy();
});

test.each([
  ['15m', 900],
  ['24h', 86_400],
  ['7d', 604_800],
  ['30s', 30],
  ['45', 45],
])('%s is %i seconds', (text, seconds) => {
  expect(z.object({ T: durationEnv }).parse({ T: text }).T).toBe(seconds);
});

test.each(['', '0m', '-1m', '1w', 'soon', '1.5h'])('%j is no time', (text) => {
  expect(durationEnv.safeParse(text).success).toBe(false);
});
