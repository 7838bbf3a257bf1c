import { ClusterRejected, type DesiredInstance } from '@minispod/domain/ports/cluster';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { instanceName, namespaceName } from './names.js';
import { type Grant, ShippedRole } from './rbac-fixture.js';
import { sampleInstance } from './sample-instance.js';

const path = process.env.MINISPOD_TEST_KUBECONFIG;
const DOMAIN = { id: '0197b2f0-0000-7000-8000-000000000001', domain: 'shop.example.org' };

/** Without these a reading is poorer and nothing fails; what is tested of them is that. */
const isReading = ({ group, resource }: Grant) => group === 'metrics.k8s.io' || resource === 'nodes/proxy';
/** What moves data in and out: tried where that is. */
const isOfData = ({ group, resource, verb }: Grant) =>
  group === 'snapshot.storage.k8s.io' ||
  resource === 'pods/exec' ||
  (resource === 'pods' && ['get', 'create', 'delete'].includes(verb));

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
      await vi.waitFor(async () => expect(await cluster.removeTenant(desired.userId)).toBe(true), 20_000);
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

    it('measures volumes, and all but volumes without nodes/proxy', async () => {
      const resources = { cpuMilli: 50, memoryMb: 128, storageGb: 1 };
      const running = sampleInstance('ghost', { resources, tenant: { ...resources, instances: 1 } });
      namespaces.add(namespaceName(running.userId));
      const cluster = clusterOf();
      await cluster.apply(running);
      const reading = async () => {
        const all = await cluster.readUsage();
        return all.find(({ instanceId }) => instanceId === running.instanceId);
      };
      await vi.waitFor(async () => expect((await reading())?.volumeUsedMb).toEqual(expect.any(Number)), {
        timeout: 100_000,
        interval: 500,
      });
      await worker.without({ group: '', resource: 'nodes/proxy', verb: 'get' }, async () => {
        // This cluster has no metrics of its own: nothing is left, and nothing fails.
        expect(await cluster.readUsage()).toEqual([]);
      });
      await cluster.remove(running);
    });
  },
);
