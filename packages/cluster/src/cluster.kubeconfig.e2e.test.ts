import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clusterContract } from './cluster.contract.js';

/** Path of a kubeconfig of a real API server on which everything is allowed; absent, the suite is skipped by name. */
const path = process.env.MINISPOD_TEST_KUBECONFIG;

if (path) {
  clusterContract('a real API server', async () => ({
    kubeconfig: readFileSync(path, 'utf8'),
    missingImage: 'docker.io/library/missing:1.0.0',
    close: async () => {},
  }));
}

describe.skipIf(!path)('a real API server (MINISPOD_TEST_KUBECONFIG)', () => {
  it('is there', () => {
    expect(readFileSync(path ?? '', 'utf8')).toContain('clusters');
  });
});
