import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { documentedSettings, readBy, settingsOf, systemOf } from './passed-on.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

test('a process gets the settings of MinisPod and of the system, and nothing else of the user', () => {
  const environment = { PATH: '/bin', HOME: '/root', JWT_SECRET: 'own', GITHUB_TOKEN: 'private', TZ: 'UTC' };
  expect(settingsOf(root, environment)).toEqual({
    PATH: '/bin',
    HOME: '/root',
    JWT_SECRET: 'own',
    TZ: 'UTC',
  });
  expect(systemOf(environment)).toEqual({ PATH: '/bin', HOME: '/root', TZ: 'UTC' });
});

test('a process gets no secret that another one reads', () => {
  const secrets = {
    JWT_SECRET: 'a',
    SMTP_URL: 'b',
    MIDTRANS_SERVER_KEY: 'c',
    ADMIN_PASSWORD: 'd',
    PORT: '3000',
  };
  expect(readBy('api', secrets)).toEqual({ JWT_SECRET: 'a', MIDTRANS_SERVER_KEY: 'c', PORT: '3000' });
  expect(readBy('notification', secrets)).toEqual({ SMTP_URL: 'b', PORT: '3000' });
});

test('every setting that a process reads is documented, or it would not reach it', () => {
  const folders = [
    'packages/process/src',
    ...readdirSync(join(root, 'apps')).map((app) => `apps/${app}/src`),
  ];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /^(.*-)?env\.ts$/.test(name))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const read = files.flatMap((source) =>
    [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name),
  );
  expect(read.length).toBeGreaterThan(40);
  // The supervisor alone sets where the simulated cluster listens.
  const documented = documentedSettings(root).add('SIM_KUBERNETES_URL');
  expect(read.filter((name) => name && !documented.has(name))).toEqual([]);
});
