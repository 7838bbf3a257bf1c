import { expect, test } from 'vitest';
import { readApiEnv } from './env.js';

const laptop = {
  DATABASE_URL: 'postgres://minispod@localhost/minispod',
  MIDTRANS_SERVER_KEY: 'SB-Mid-server-not-a-real-key',
};
const secret = 'not a secret but long enough for one';
const production = {
  ...laptop,
  NODE_ENV: 'production',
  JWT_SECRET: secret,
  JWT_REFRESH_SECRET: secret,
  ENCRYPTION_KEY: secret,
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
  ['PUBLIC_URL', undefined],
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
