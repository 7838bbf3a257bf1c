import { readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { clusterDataContract } from './cluster-data.contract.js';
import { createClusterData } from './cluster-data.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { namespaceName } from './names.js';
import { sampleInstance } from './sample-instance.js';

/** Path of a kubeconfig of a real API server on which everything is allowed; absent, the suite is skipped by name. */
const path = process.env.MINISPOD_TEST_KUBECONFIG;

if (path) {
  clusterDataContract('a real API server', async () => ({
    kubeconfig: readFileSync(path, 'utf8'),
    close: async () => {},
  }));
}

const MIB = 2 ** 20;
const SIZE = 128 * MIB;

describe.skipIf(!path)('a real API server (MINISPOD_TEST_KUBECONFIG)', () => {
  const settings = { kubeConfig: { kind: 'file', path } as const, appsDomain: 'apps.example.com' };
  const resources = { cpuMilli: 50, memoryMb: 128, storageGb: 1 };
  const desired = sampleInstance('ghost', { resources, tenant: { ...resources, instances: 1 } });

  afterAll(async () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(path ?? '');
    const name = namespaceName(desired.userId);
    await KubernetesObjectApi.makeApiClient(kubeConfig).delete({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
  });

  /** MiB that the process grew by at most while it was done. */
  async function growth(work: () => Promise<void>): Promise<number> {
    const before = process.memoryUsage.rss();
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 20);
    await work();
    clearInterval(timer);
    return (peak - before) / MIB;
  }

  it('far more than memory may grow by passes, whichever side is the slower', async () => {
    desired.template.backup = {
      command: ['head', '-c', String(SIZE), '/dev/zero'],
      restore: { command: ['sh', '-c', 'sleep 2; exec cat > /dev/null'], when: 'running' },
      fileExtension: 'bin',
    };
    const cluster = createKubernetesCluster(settings);
    const data = createClusterData(settings);
    await cluster.apply(desired);
    await vi.waitFor(async () => expect((await cluster.observe(desired)).phase).toBe('READY'), 120_000);
    const { signal } = new AbortController();

    let bytes = 0;
    const slow = new Writable({
      async write(chunk: Buffer, _, done) {
        if (bytes === 0) await delay(2_000);
        bytes += chunk.length;
        done();
      },
    });
    expect(await growth(() => data.dump(desired, slow, signal))).toBeLessThan(80);
    expect(bytes).toBe(SIZE);

    const source = Readable.from(
      (function* () {
        const piece = Buffer.alloc(MIB);
        for (let sent = 0; sent < SIZE; sent += piece.length) yield piece;
      })(),
    );
    expect(await growth(() => data.load(desired, source, signal))).toBeLessThan(80);
  });
});
