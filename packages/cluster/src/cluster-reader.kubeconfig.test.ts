import { readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { clusterReaderContract } from './cluster-reader.contract.js';

/** Path of a kubeconfig of a real API server on which everything is allowed; absent, the suite is skipped by name. */
const path = process.env.MINISPOD_TEST_KUBECONFIG;

describe.skipIf(!path)('a real API server (MINISPOD_TEST_KUBECONFIG)', () => {
  if (!path) return;
  clusterReaderContract('a real API server', async () => ({
    kubeconfig: readFileSync(path, 'utf8'),
    crashEnv: { STANDIN_EXIT_AFTER: '12' },
    close: async () => {},
  }));
});
