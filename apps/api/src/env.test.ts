import { expect, test } from 'vitest';
import { readApiEnv } from './env.js';

const laptop = {
  NODE_ENV: 'development',
  DATABASE_URL: 'postgres://minispod@localhost/minispod',
  MIDTRANS_SERVER_KEY: 'SB-Mid-server-not-a-real-key',
};
const production = {
  ...laptop,
  NODE_ENV: 'production',
  MIDTRANS_SERVER_KEY: 'Mid-server-not-a-real-key',
  MIDTRANS_IS_PRODUCTION: 'true',
  JWT_SECRET: 'an access secret, visibly made up',
  JWT_REFRESH_SECRET: 'a refresh secret, visibly made up',
  ENCRYPTION_KEY: 'an encryption key that is visibly made up',
  APPS_DOMAIN: 'apps.example',
  CLUSTER: 'in-cluster',
  PUBLIC_URL: 'https://pods.example/',
  BACKUP_DIR: '/var/lib/minispod/backups',
};

test('a laptop gets by with defaults', () => {
  expect(readApiEnv({ ...laptop, PORT: '4000' })).toMatchObject({
    PORT: 4000,
    PUBLIC_URL: 'http://localhost:4000',
    JWT_EXPIRES_IN: 900,
    JWT_REFRESH_EXPIRES_IN: 604_800,
    RATE_LIMIT: 'on',
  });
});

test('a process that was started without NODE_ENV is not given secrets that stand in the source', () => {
  const bare = { ...laptop, NODE_ENV: undefined };
  expect(() => readApiEnv(bare)).toThrow(
    /^ {2}JWT_SECRET: .*\n {2}JWT_REFRESH_SECRET: .*\n {2}ENCRYPTION_KEY: /m,
  );
  const own = {
    JWT_SECRET: 'x'.repeat(32),
    JWT_REFRESH_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEY: 'x'.repeat(32),
  };
  expect(readApiEnv({ ...bare, ...own }).NODE_ENV).toBe('development');
});

test('production runs with everything of its own', () => {
  expect(readApiEnv(production)).toMatchObject({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://pods.example',
  });
});

test.each([
  ['JWT_SECRET', undefined],
  ['JWT_REFRESH_SECRET', undefined],
  ['ENCRYPTION_KEY', undefined],
  ['MIDTRANS_SERVER_KEY', undefined],
  ['MIDTRANS_SERVER_KEY', 'SB-Mid-server-not-a-real-key'],
  ['MIDTRANS_CLIENT_KEY', 'SB-Mid-client-not-a-real-key'],
  ['MIDTRANS_IS_PRODUCTION', undefined],
  ['MIDTRANS_IS_PRODUCTION', 'false'],
  ['PUBLIC_URL', undefined],
  ['PUBLIC_URL', 'http://pods.example'],
  ['APPS_DOMAIN', undefined],
  ['APPS_DOMAIN', 'apps.localhost:3004'],
  ['JWT_EXPIRES_IN', '999d'],
  ['TRUST_PROXY', '10.0.0.1, 0.0.0.0/0'],
  ['TRUST_PROXY', '::/0'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://shop.example/path'],
  ['JWT_REFRESH_SECRET', 'an access secret, visibly made up'],
  ['ENCRYPTION_KEY', 'a'.repeat(32)],
  ['ENCRYPTION_KEY', 'a key that is long enough, but one that is not'],
  ['BACKUP_DIR', undefined],
  ['CLUSTER', undefined],
  ['CLUSTER', 'simulated'],
  ['RATE_LIMIT', 'off'],
  ['PPN_RATE', '0.11'],
  ['GRACE_PERIOD_DAYS', '0'],
  ['MIDTRANS_CORE_API_URL', 'http://127.0.0.1:3001'],
  ['MIDTRANS_SNAP_API_URL', 'http://127.0.0.1:3001/snap/v1'],
  ['JWT_SECRET', 'short'],
  ['JWT_SECRET', 'development-only-jwt_secret-not-a-secret'],
])('production refuses %s = %s, by name', (name, value) => {
  expect(() => readApiEnv({ ...production, [name]: value })).toThrow(new RegExp(`^  ${name}: `, 'm'));
});

test.each([
  ['https://pods.example', 'pods.example', true],
  ['https://console.pods.co.id', 'apps.pods.co.id', true],
  ['https://console.pods.co.id', 'APPS.Pods.co.id.:8443', true],
  ['https://pods.co.id', 'apps.co.id', false],
  ['https://pods.example', 'pods-apps.example', false],
  // On the Public Suffix List: every name below it is a site of its own.
  ['https://pods.github.io', 'apps.github.io', false],
  ['https://10.0.0.5', '10.0.0.5', true],
  ['https://pods', 'apps', false],
])('production at %s with apps below %s: refused %s', (PUBLIC_URL, APPS_DOMAIN, isRefused) => {
  const start = () => readApiEnv({ ...production, PUBLIC_URL, APPS_DOMAIN });
  if (isRefused) expect(start).toThrow(/^ {2}PUBLIC_URL: .*registrable domain/m);
  else expect(start).not.toThrow();
});
