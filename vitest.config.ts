import { defineConfig } from 'vitest/config';
import { mutation } from './tests/mutation-plugin.js';

// Packages are read from their sources, so that a test never runs against an old build.
const alias = [
  {
    find: /^@minispod\/([^/]+)\/(.+)$/,
    replacement: `${new URL('packages', import.meta.url).pathname}/$1/src/$2.ts`,
  },
];

/** See patience.ts: what a busy machine does late is not wrong. */
const patience = { setupFiles: ['packages/testing/src/patience.ts'], expect: { poll: { timeout: 20_000 } } };
const plugins = mutation(process.env.MINISPOD_MUTATION);

/** The suffix says what a test costs: pure, with a real PostgreSQL, with the whole system, with a browser, with a cluster. */
export default defineConfig({
  resolve: { alias },
  test: {
    // Most of them wait most of the time, for PostgreSQL, a cluster or a product of their own.
    maxWorkers: 2,
    // Measured in CI, by the pure tests and those with a database: what decides about money and lifecycle is tried.
    coverage: {
      provider: 'v8',
      include: ['packages/domain/src/**/*.ts'],
      exclude: ['**/*.{test,test-fixture,contract}.ts'],
      reporter: ['text-summary'],
      thresholds: { lines: 90 },
    },
    projects: [
      {
        resolve: { alias },
        plugins,
        test: {
          name: 'pure',
          ...patience,
          include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
          testTimeout: 30_000,
          exclude: ['**/*.{integration,e2e,kubeconfig,browser}.test.ts'],
        },
      },
      {
        resolve: { alias },
        plugins,
        test: {
          name: 'integration',
          ...patience,
          // What a worker has loaded serves all of its files: loading it anew for each took longer than most tests.
          isolate: false,
          include: ['{apps,packages}/*/src/**/*.integration.test.ts', 'tests/**/*.integration.test.ts'],
          globalSetup: ['packages/testing/src/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        plugins,
        test: {
          name: 'e2e',
          ...patience,
          include: ['tests/**/*.e2e.test.ts', '{apps,packages}/*/src/**/*.e2e.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve: { alias },
        plugins,
        test: {
          name: 'browser',
          ...patience,
          include: ['tests/**/*.browser.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve: { alias },
        plugins,
        test: {
          name: 'kubeconfig',
          ...patience,
          include: ['tests/**/*.kubeconfig.test.ts', 'packages/cluster/src/*.kubeconfig.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // The real cluster has one small node.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
