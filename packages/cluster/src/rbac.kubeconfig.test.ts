import { PassThrough } from 'node:stream';
import type { V1CustomResourceDefinition } from '@kubernetes/client-node';
import { ClusterRefused, ClusterRejected, type DesiredInstance } from '@minispod/domain/ports/cluster';
import { CommandFailed } from '@minispod/domain/ports/cluster-data';
import type { ClusterReader } from '@minispod/domain/ports/cluster-reader';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClusterData } from './cluster-data.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { instanceName, namespaceName } from './names.js';
import { type Grant, ShippedRole } from './rbac.test-fixture.js';
import { createClusterReader } from './reader.js';
import { sampleInstance } from './sample-instance.js';

const path = process.env.MINISPOD_TEST_KUBECONFIG;
const DOMAIN = { id: '0197b2f0-0000-7000-8000-000000000001', domain: 'shop.example.org' };

/** Without these a reading is poorer and nothing fails; what is tested of them is that. */
const isReading = ({ group, resource }: Grant) => group === 'metrics.k8s.io' || resource === 'nodes/proxy';
/** What moves data in and out: tried apart, since it needs a volume and a pod that run. */
const isOfData = ({ group, resource, verb }: Grant) =>
  group === 'snapshot.storage.k8s.io' ||
  resource === 'pods/exec' ||
  (resource === 'pods' && ['get', 'create', 'delete'].includes(verb));

/** What newer servers ask for instead of `get`. */
const isForNewer = ({ resource, verb }: Grant) => resource === 'pods/exec' && verb === 'create';

/** The cluster has no snapshots; what is asked of the API is the same without anybody who makes them. */
const SNAPSHOTS = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: 'volumesnapshots.snapshot.storage.k8s.io',
    annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-csi/external-snapshotter' },
  },
  spec: {
    group: 'snapshot.storage.k8s.io',
    scope: 'Namespaced',
    names: { plural: 'volumesnapshots', singular: 'volumesnapshot', kind: 'VolumeSnapshot' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', x_kubernetes_preserve_unknown_fields: true } },
      },
    ],
  },
} satisfies V1CustomResourceDefinition;

describe.skipIf(!path)(
  'infra/rbac/provisioning-worker.yaml on a real API server (MINISPOD_TEST_KUBECONFIG)',
  () => {
    const worker = new ShippedRole('provisioning-worker.yaml', path);
    const namespaces = new Set<string>();

    afterAll(async () => {
      const gone = [...namespaces].map((name) =>
        worker.admin.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
      );
      await Promise.allSettled(gone);
    });

    function clusterOf(onWatchInterrupted?: (kind: string, reason: string) => void) {
      return createKubernetesCluster({
        kubeConfig: { kind: 'text', yaml: worker.kubeconfig },
        appsDomain: 'apps.example.com',
        tlsIssuer: 'none',
        // A namespace of this run's own.
        ingressNamespace: worker.name,
        storageClass: onWatchInterrupted && 'no-such-class',
        onWatchInterrupted,
      });
    }

    /** Everything the worker does in an instance's life. The volume never binds: its events are read, and no pod runs. */
    async function life(desired: DesiredInstance): Promise<void> {
      namespaces.add(namespaceName(desired.userId));
      let interrupt: (error: Error) => void = () => {};
      const interrupted = new Promise<never>((_, reject) => {
        interrupt = reject;
      });
      interrupted.catch(() => {});
      const cluster = clusterOf((kind, reason) => interrupt(new ClusterRejected(`${kind}: ${reason}`)));
      await cluster.apply(desired);
      await cluster.observe(desired);
      await cluster.apply(desired);
      await cluster.certificate(desired, DOMAIN);
      await cluster.keepAppsCertificate();
      await cluster.readCapacity();
      await cluster.readInventory();
      const stop = new AbortController();
      const seen = vi.fn<(instanceId: string) => void>();
      const drifted = vi.fn<(instanceId: string) => void>();
      const watching = [cluster.watch(seen, stop.signal), cluster.watchDrift(drifted, stop.signal)];
      try {
        await Promise.race([watched(cluster, desired, seen), interrupted]);
        await Promise.race([missed(desired, drifted), interrupted]);
      } finally {
        stop.abort();
        await Promise.all(watching);
      }
      await cluster.apply({ ...desired, running: false });
      await cluster.removeOtherVolumes(desired, [2]);
      await cluster.remove(desired);
      await vi.waitFor(
        async () =>
          expect((await cluster.removeTenant(desired.userId)).waitingFor ?? 'Namespace').toMatch(
            /^Namespace/,
          ),
        20_000,
      );
    }

    /** Each watched kind is heard of: the Deployment by its change, its pod by its making, the claim by its growth. */
    async function watched(
      cluster: ReturnType<typeof createKubernetesCluster>,
      desired: DesiredInstance,
      seen: ReturnType<typeof vi.fn>,
    ): Promise<void> {
      await vi.waitFor(() => expect(seen).toHaveBeenCalledWith(desired.instanceId), 10_000);
      seen.mockClear();
      await cluster.apply({ ...desired, env: { CHANGED: 'yes' } });
      await vi.waitFor(() => expect(seen.mock.calls.length).toBeGreaterThan(2), 10_000);
    }

    /** What is deleted by hand is told, for which every kind must have been listed. */
    async function missed(desired: DesiredInstance, drifted: ReturnType<typeof vi.fn>): Promise<void> {
      const metadata = { name: instanceName(desired.instanceId), namespace: namespaceName(desired.userId) };
      await worker.admin.delete({ apiVersion: 'v1', kind: 'Service', metadata });
      await vi.waitFor(() => expect(drifted).toHaveBeenCalled(), 10_000);
    }

    const desired = () => sampleInstance('n8n', { domains: [DOMAIN] });

    it('is enough for an instance from its first object to its last', async () => {
      await life(desired());
    });

    it.each(worker.grants.filter((grant) => !isReading(grant) && !isOfData(grant)))(
      'is not enough without $verb $resource',
      async (grant) => {
        await worker.without(grant, () => expect(life(desired())).rejects.toThrow(/forbidden/i));
      },
    );

    it('measures through the nodes where the cluster has no metrics, and nothing without nodes/proxy', async () => {
      const resources = { cpuMilli: 50, memoryMb: 128, storageGb: 1 };
      const running = sampleInstance('ghost', { resources, tenant: { ...resources, instances: 1 } });
      namespaces.add(namespaceName(running.userId));
      const cluster = clusterOf();
      await cluster.apply(running);
      const measured = async () =>
        (await cluster.readUsage()).some(({ instanceId }) => instanceId === running.instanceId);
      await vi.waitFor(async () => expect(await measured()).toBe(true), { timeout: 100_000, interval: 500 });
      await worker.without({ group: '', resource: 'nodes/proxy', verb: 'get' }, async () => {
        expect(await cluster.readUsage()).toEqual([]);
      });
      await cluster.remove(running);
    });

    describe('moving data', () => {
      const resources = { cpuMilli: 50, memoryMb: 128, storageGb: 1 };
      const tenant = { ...resources, instances: 1 };
      const stopped = sampleInstance('ghost', { resources, tenant, running: false });

      beforeAll(async () => {
        await worker.admin.create(SNAPSHOTS);
        namespaces.add(namespaceName(stopped.userId));
        await clusterOf().apply(stopped);
      });
      afterAll(async () => {
        await worker.admin.delete(SNAPSHOTS);
      });

      async function copies(): Promise<void> {
        const data = createClusterData({
          kubeConfig: { kind: 'text', yaml: worker.kubeconfig },
          appsDomain: 'apps.example.com',
          snapshotClass: 'none',
        });
        await data.removeHelpers(stopped);
        // Nobody makes it ready: what ends the wait is that it was asked for.
        const snapshot = data.snapshot(stopped, 'rbac', AbortSignal.timeout(1_000));
        await expect(snapshot).rejects.toThrow(/forbidden|timeout/i);
        await snapshot.catch((error: unknown) => {
          if (error instanceof ClusterRefused) throw error;
        });
        await data.removeSnapshot(stopped, 'rbac');
        const nowhere = new PassThrough().resume().on('error', () => {});
        await data.copyOut(stopped, nowhere, AbortSignal.timeout(100_000)).catch((error: unknown) => {
          // It was run: how the image's tar does is tried elsewhere.
          if (!(error instanceof CommandFailed)) throw error;
        });
        await data.removeHelpers(stopped);
      }

      it('is possible', async () => {
        await copies();
      });

      it.each(worker.grants.filter((grant) => isOfData(grant) && !isForNewer(grant)))(
        'is not without $verb $resource',
        async (grant) => {
          await worker.without(grant, () => expect(copies()).rejects.toThrow(/forbidden/i));
        },
      );
    });
  },
);

describe.skipIf(!path)('infra/rbac/api.yaml on a real API server (MINISPOD_TEST_KUBECONFIG)', () => {
  const api = new ShippedRole('api.yaml', path);
  const resources = { cpuMilli: 50, memoryMb: 128, storageGb: 1 };
  const shown = sampleInstance('ghost', { resources, tenant: { ...resources, instances: 1 } });

  beforeAll(async () => {
    const cluster = createKubernetesCluster({
      kubeConfig: { kind: 'file', path },
      appsDomain: 'example.com',
    });
    await cluster.apply(shown);
    await vi.waitFor(async () => expect((await cluster.observe(shown)).phase).toBe('READY'), {
      timeout: 100_000,
      interval: 500,
    });
  });
  afterAll(async () => {
    const metadata = { name: namespaceName(shown.userId) };
    await api.admin.delete({ apiVersion: 'v1', kind: 'Namespace', metadata });
  });

  /** Everything the API looks at. */
  async function look() {
    const reader = createClusterReader({ kubeConfig: { kind: 'text', yaml: api.kubeconfig } });
    const namespace = namespaceName(shown.userId);
    return {
      containers: await reader.containers(shown),
      logs: await reader.logs(shown, { lines: 5 }),
      events: await reader.events(shown),
      nodes: await reader.nodes(),
      // For the drift report.
      volumes: (
        await createKubernetesCluster({
          kubeConfig: { kind: 'text', yaml: api.kubeconfig },
          appsDomain: 'example.com',
        }).readInventory()
      ).volumes,
      namespaces: await reader.namespaces(),
      pods: await reader.pods(namespace),
      deployments: await reader.deployments(namespace),
      services: await reader.services(namespace),
      ingresses: await reader.ingresses(namespace),
      // Last: it would wait for a right that is not there.
      line: (await firstLine(reader)).value?.text,
    };
  }

  const firstLine = (reader: ClusterReader) =>
    reader
      .followLogs(shown, { since: null }, AbortSignal.timeout(30_000))
      [Symbol.asyncIterator]()
      .next() as Promise<IteratorResult<{ text: string }>>;

  it('is enough for all that is shown', async () => {
    const { line, ...lists } = await look();
    expect(line).not.toBe('');
    for (const [name, list] of Object.entries(lists)) expect(list, name).not.toHaveLength(0);
  });

  it.each(api.grants.filter((grant) => !isReading(grant)))(
    'is not without $verb $resource',
    async (grant) => {
      await api.without(grant, () => expect(look()).rejects.toThrow(/forbidden/i));
    },
  );

  it('is for looking alone, and never at a Secret', () => {
    expect(new Set(api.grants.map(({ verb }) => verb))).toEqual(new Set(['get', 'list']));
    expect(api.grants.map(({ resource }) => resource)).not.toContain('secrets');
    expect(api.grants.map(({ resource }) => resource)).not.toContain('*');
  });
});
