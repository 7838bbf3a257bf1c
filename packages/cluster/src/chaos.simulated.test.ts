import { ClusterUnreachable, type DesiredInstance, ForeignObject } from '@minispod/domain/ports/cluster';
import { startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect } from './connection.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { buildManifests } from './manifests/build.js';
import { instanceName, namespaceName } from './names.js';
import { sampleInstance } from './sample-instance.js';

type Simulated = Awaited<ReturnType<typeof startSimulatedKubernetes>>;

describe('an API that fails', () => {
  let simulated: Simulated;
  let cluster: ReturnType<typeof createKubernetesCluster>;
  let objects: ReturnType<typeof connect>['objects'];

  beforeAll(async () => {
    simulated = await startSimulatedKubernetes({ port: 0, ingressPort: 0, readyAfterMs: 20 });
    const settings = {
      kubeConfig: { kind: 'text' as const, yaml: simulated.kubeconfig },
      appsDomain: 'apps.example.com',
      requestTimeoutMs: 500,
    };
    cluster = createKubernetesCluster(settings);
    objects = connect({ kubeConfig: settings.kubeConfig }).objects;
  });
  afterEach(() => faults([]));
  afterAll(() => simulated.close());

  /** Something else than what passes by itself. */
  let faulty: unknown;

  async function faults(list: object[]): Promise<void> {
    const response = await fetch(`${simulated.url}/sandbox/faults`, {
      method: 'PUT',
      body: JSON.stringify(list),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** As a job is tried again; what it fails with must be what passes. */
  async function untilDone(work: () => Promise<unknown>): Promise<void> {
    await vi.waitFor(
      () =>
        work().catch((error: unknown) => {
          if (!(error instanceof ClusterUnreachable)) faulty = error;
          throw error;
        }),
      { timeout: 20_000, interval: 20 },
    );
    expect(faulty).toBeUndefined();
  }

  const present = async (desired: DesiredInstance) =>
    Promise.all(
      buildManifests(desired, { appsDomain: 'apps.example.com' }).map(({ apiVersion = '', kind, metadata }) =>
        objects.read({ apiVersion, kind, metadata }),
      ),
    );

  it.each([
    ['conflicts', { status: 409, ratio: 0.25, verbs: ['create', 'patch', 'delete'] }],
    ['asks for patience', { status: 429, retryAfterSeconds: 0, ratio: 0.5 }],
    ['breaks', { status: 500, ratio: 0.2 }],
    ['is away', { status: 503, ratio: 0.2 }],
    ['does what it is asked and never says so', { lost: true, ratio: 0.15 }],
    ['takes too long', { delayMs: 700, ratio: 0.05 }],
  ])(
    'and %s: the instance is made whole, stopped and removed all the same',
    { timeout: 60_000 },
    async (_, fault) => {
      const desired = sampleInstance('ghost');
      await faults([{ type: 'api', ...fault }]);
      await untilDone(() => cluster.apply(desired));
      await faults([]);
      await expect(present(desired)).resolves.toHaveLength(10);
      await vi.waitFor(async () => expect((await cluster.observe(desired)).phase).toBe('READY'), 10_000);
      await faults([{ type: 'api', ...fault }]);
      await untilDone(() => cluster.apply({ ...desired, running: false }));
      await untilDone(async () => {
        const { remaining } = await cluster.remove(desired);
        if (remaining > 0) throw new ClusterUnreachable('still going');
      });
      await faults([]);
      expect(await cluster.remove(desired)).toEqual({ remaining: 0 });
      const inventory = await cluster.readInventory();
      expect(inventory.deployments.filter(({ userId }) => userId === desired.userId)).toEqual([]);
      expect(inventory.volumes.filter(({ userId }) => userId === desired.userId)).toEqual([]);
    },
  );

  it('never makes us touch what is not ours', { timeout: 60_000 }, async () => {
    const desired = sampleInstance('ghost');
    const neighbour = sampleInstance('ghost', { userId: desired.userId });
    await cluster.apply(neighbour);
    const metadata = { name: instanceName(desired.instanceId), namespace: namespaceName(desired.userId) };
    const foreign = { apiVersion: 'v1', kind: 'Service', metadata };
    await objects.create({ ...foreign, spec: { ports: [{ port: 1 }] } } as typeof foreign);
    const before = await objects.read(foreign);
    await faults([{ type: 'api', status: 500, ratio: 0.2 }]);
    const refusals: unknown[] = [];
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      await cluster.apply(desired).catch((error: unknown) => refusals.push(error));
      await cluster.remove(desired).catch(() => {});
    }
    await faults([]);
    expect(refusals).toHaveLength(20);
    expect(refusals.some((error) => error instanceof ForeignObject)).toBe(true);
    expect(await objects.read(foreign)).toEqual(before);
    await expect(present(neighbour)).resolves.toHaveLength(10);
  });
});
