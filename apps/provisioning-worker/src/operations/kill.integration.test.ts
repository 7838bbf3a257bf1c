import { once } from 'node:events';
import { updateApp } from '@minispod/domain/app-update/update-app';
import { brokenRules } from '@minispod/testing/books';
import { sourceProcess } from '@minispod/testing/source-process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Kit, operationsFixture } from './operations.test-fixture.js';

let kit: Kit;
beforeAll(async () => {
  kit = await operationsFixture();
});
afterAll(() => kit.close());

/** A worker in a process of its own, which carries this operation as long as it lives. */
function aWorkerProcess(operationId: string) {
  const settings = JSON.stringify({
    kubeConfig: { kind: 'text', yaml: kit.simulated.kubeconfig },
    appsDomain: 'localhost:3004',
    requestTimeoutMs: 2_000,
  });
  return sourceProcess(`
    const { createDataSource } = await load('packages/database/src/data-source.ts');
    const { createKubernetesCluster } = await load('packages/cluster/src/kubernetes-cluster.ts');
    const { createClusterData } = await load('packages/cluster/src/cluster-data.ts');
    const { directoryStore } = await load('packages/backup-store/src/directory-store.ts');
    const { createLogger } = await load('packages/process/src/logger.ts');
    const { createOperationRunner } = await load('apps/provisioning-worker/src/operations/runner.ts');
    const databaseUrl = ${JSON.stringify(kit.db.url)};
    const settings = ${settings};
    const dataSource = await createDataSource({ url: databaseUrl, poolSize: 3, applicationName: 'doomed' }).initialize();
    const runner = createOperationRunner({
      dataSource, databaseUrl,
      cluster: createKubernetesCluster(settings),
      data: createClusterData(settings),
      store: directoryStore(${JSON.stringify(kit.directory)}),
      clock: { now: () => new Date() },
      logger: createLogger({ name: 'doomed', level: 'silent' }),
      billing: ${JSON.stringify(kit.deps.billing)},
      encryptionKey: ${JSON.stringify(kit.deps.encryptionKey)},
      timeoutMs: 300_000,
    }, { lookAgainMs: 100 });
    setInterval(() => runner.begin(${JSON.stringify(operationId)}), 50);
  `);
}

test('a worker killed with -9 in every phase of an update that does not work: the old version, its data, no more', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, { mebibytes: 8 });
  const [before] = await kit.volumes(app);
  await kit.aVersion(app, '2.0.0', { image: 'docker.io/example/missing:2.0.0' });
  const { operation } = await updateApp(kit.deps, app.userId, { id: app.instanceId }, kit.deps.clock.now());
  const died: string[] = [];
  for (const phase of ['stop', 'copy', 'verify', 'rollback']) {
    const worker = aWorkerProcess(operation.id);
    await vi.waitFor(
      async () => {
        const { phase: current, status } = await kit.read(operation.id);
        expect({ current, status }).toMatchObject({ current: phase, status: 'RUNNING' });
      },
      { timeout: 40_000, interval: 3 },
    );
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    died.push((await kit.read(operation.id)).phase);
  }
  // Each died where it was meant to, or so soon after that only the phase had changed.
  expect(died).toEqual(['stop', 'copy', 'verify', 'rollback']);
  expect(await kit.carried(operation.id)).toMatchObject({
    status: 'FAILED',
    problemCode: 'IMAGE_PULL_FAILED',
  });
  expect((await kit.view(app)).version).toBe('1.0.0');
  expect(await kit.volumes(app)).toMatchObject([{ bytes: before!.bytes, sha256: before!.sha256 }]);
  await kit.untilPhase(app, 'READY');
  expect(await kit.pods(app)).toHaveLength(1);
  expect(await brokenRules(kit.dataSource)).toEqual([]);
}, 180_000);
