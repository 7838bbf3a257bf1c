import {
  KubeConfig,
  type KubernetesObject,
  type V1ConfigMap,
  type V1Deployment,
  type V1PersistentVolumeClaim,
  type V1ResourceQuota,
} from '@kubernetes/client-node';
import {
  type Cluster,
  ClusterUnreachable,
  type DesiredInstance,
  ForeignObject,
  type InstanceObservation,
  type InstanceRef,
} from '@minispod/domain/ports/cluster';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect } from './connection.js';
import { startInterruptibleProxy } from './interruptible-proxy.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { buildManifests } from './manifests/build.js';
import { claimName, INSTANCE_LABEL, instanceName, namespaceName, USER_LABEL } from './names.js';
import { sampleInstance } from './sample-instance.js';

/** An API server with controllers behind it, started for one run of the suite. */
export interface ClusterUnderTest {
  /** Text of a kubeconfig that may do everything. */
  kubeconfig: string;
  /** A reference the registry knows nothing about. */
  missingImage: string;
  close(): Promise<void>;
}

type Objects = ReturnType<typeof connect>['objects'];

const RESTRICTED = ['PATCH', 'POST', 'PUT', 'DELETE'];
const SLOW = 120_000;

/** What every implementation of the port does on whatever speaks the Kubernetes API. */
export function clusterContract(name: string, startCluster: () => Promise<ClusterUnderTest>): void {
  describe(`cluster contract: ${name}`, () => {
    let under: ClusterUnderTest;
    let proxy: Awaited<ReturnType<typeof startInterruptibleProxy>>;
    let cluster: Cluster;
    let objects: Objects;
    let writes: string[] = [];
    const settings = { appsDomain: 'apps.example.com', ingressClass: 'nginx' };
    const namespaces = new Set<string>();

    beforeAll(async () => {
      under = await startCluster();
      objects = connect({ ...settings, kubeConfig: { kind: 'text', yaml: under.kubeconfig } }).objects;
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromString(under.kubeconfig);
      const server = kubeConfig.getCurrentCluster()?.server ?? '';
      const url = new URL(server);
      proxy = await startInterruptibleProxy({ host: url.hostname, port: Number(url.port) });
      url.hostname = '127.0.0.1';
      url.port = String(proxy.port);
      const proxied = under.kubeconfig.replace(server, url.href.replace(/\/$/, ''));
      cluster = createKubernetesCluster({
        ...settings,
        kubeConfig: { kind: 'text', yaml: proxied },
        onRequest: (method, path) => {
          if (RESTRICTED.includes(method)) writes.push(`${method} ${path}`);
        },
      });
    }, SLOW);

    afterEach(() => proxy.refuse(false));

    afterAll(async () => {
      const gone = [...namespaces].map((namespace) => remove('v1', 'Namespace', namespace));
      await Promise.allSettled(gone);
      await proxy.close();
      await under.close();
    }, SLOW);

    function instance(overrides: Partial<DesiredInstance> = {}, slug = 'ghost') {
      // Every instance of this suite stays until its end, on a node that has two processors in all.
      const resources = { cpuMilli: 50, memoryMb: 128, storageGb: 1 };
      const desired = sampleInstance(slug, {
        resources,
        tenant: { ...resources, instances: 1 },
        ...overrides,
      });
      // Only the tests are in such a hurry.
      for (const probe of Object.values(desired.template.probes)) probe.periodSeconds = 1;
      namespaces.add(namespaceName(desired.userId));
      return desired;
    }

    /** A second instance of the same user, with both in the quota. */
    function second(first: DesiredInstance): DesiredInstance {
      const { userId, tenant } = first;
      const both = Object.entries(tenant).map(([key, value]) => [key, value * 2]);
      return instance({ userId, tenant: Object.fromEntries(both) as typeof tenant });
    }

    function read<T extends KubernetesObject>(
      apiVersion: string,
      kind: string,
      name: string,
      namespace = '',
    ): Promise<T> {
      return objects.read<KubernetesObject>({
        apiVersion,
        kind,
        metadata: { name, namespace },
      }) as Promise<T>;
    }

    const remove = (apiVersion: string, kind: string, name: string, namespace = '') =>
      objects.delete({ apiVersion, kind, metadata: { name, namespace } });

    const deploymentOf = (of: InstanceRef) =>
      read<V1Deployment>('apps/v1', 'Deployment', instanceName(of.instanceId), namespaceName(of.userId));

    /** resourceVersion of each object an instance consists of. */
    async function versions(desired: DesiredInstance): Promise<Record<string, string | undefined>> {
      const manifests = buildManifests(desired, settings);
      const found = await Promise.all(
        manifests.map(({ apiVersion = '', kind, metadata }) =>
          read(apiVersion, kind, metadata.name, metadata.namespace),
        ),
      );
      return Object.fromEntries(found.map(({ kind, metadata }) => [kind, metadata?.resourceVersion]));
    }

    function observed(
      of: InstanceRef,
      matches: (seen: InstanceObservation) => boolean,
    ): Promise<InstanceObservation> {
      return vi.waitFor(
        async () => {
          const seen = await cluster.observe(of);
          if (!matches(seen)) throw new Error(`still ${JSON.stringify(seen)}`);
          return seen;
        },
        { timeout: SLOW - 20_000, interval: 100 },
      );
    }

    const inPhase = (phase: InstanceObservation['phase']) => (seen: InstanceObservation) =>
      seen.phase === phase;

    /** As a job does it: what may pass is tried again. */
    function reconciled(desired: DesiredInstance): Promise<void> {
      return cluster.apply(desired).catch((error: unknown) => {
        if (error instanceof ClusterUnreachable) return reconciled(desired);
        throw error;
      });
    }

    async function removed(of: InstanceRef): Promise<void> {
      await vi.waitFor(async () => expect(await cluster.remove(of)).toEqual({ remaining: 0 }), {
        timeout: SLOW - 20_000,
        interval: 200,
      });
    }

    it('makes every object with the right limits and labels, in at most ten writes, and reports the steps', async () => {
      const desired = instance();
      const steps: string[] = [];
      expect((await cluster.observe(desired)).phase).toBe('ABSENT');
      writes = [];
      await cluster.apply(desired, async (step) => {
        steps.push(step);
      });
      expect(writes).toHaveLength(10);
      expect(steps).toEqual(['namespace', 'configuration', 'storage', 'deployment', 'network', 'address']);

      const namespace = namespaceName(desired.userId);
      const pod = (await deploymentOf(desired)).spec?.template.spec;
      const amounts = { cpu: '50m', memory: '128Mi' };
      expect(pod?.containers[0]?.resources).toEqual({ requests: amounts, limits: amounts });
      const quota = await read<V1ResourceQuota>('v1', 'ResourceQuota', 'minispod', namespace);
      expect(quota.spec?.hard).toMatchObject({ 'limits.cpu': '250m', 'requests.memory': '384Mi', pods: '3' });
      for (const { apiVersion = '', kind, metadata } of buildManifests(desired, settings)) {
        const { labels } = (await read(apiVersion, kind, metadata.name, metadata.namespace)).metadata ?? {};
        expect(labels).toMatchObject({
          'app.kubernetes.io/managed-by': 'minispod',
          [USER_LABEL]: desired.userId,
        });
        if (metadata.name !== 'minispod' && kind !== 'Namespace') {
          expect(labels?.[INSTANCE_LABEL], kind).toBe(desired.instanceId);
        }
      }
    });

    it('passes a server-side dry run with every object of every template', async () => {
      for (const slug of ['n8n', 'ghost', 'postgresql'] as const) {
        const desired = instance({}, slug);
        for (const manifest of buildManifests(desired, settings)) {
          const dryRun = manifest.kind === 'Namespace' ? undefined : 'All';
          const answer: KubernetesObject = await objects.create(structuredClone(manifest), undefined, dryRun);
          expect(answer.metadata?.name, `${slug} ${manifest.kind}`).toBe(manifest.metadata.name);
        }
      }
    });

    it('becomes ready, then a second apply changes nothing', { timeout: SLOW }, async () => {
      const desired = instance();
      await cluster.apply(desired);
      const ready = await observed(desired, inPhase('READY'));
      expect(ready).toMatchObject({
        problem: null,
        podName: expect.stringContaining(instanceName(desired.instanceId)),
      });
      // The quota's status follows the pod a moment later.
      await vi.waitFor(async () => {
        const quota = await read<V1ResourceQuota>(
          'v1',
          'ResourceQuota',
          'minispod',
          namespaceName(desired.userId),
        );
        expect(quota.status?.used?.pods).toBe('1');
      }, 20_000);
      const before = await versions(desired);
      await cluster.apply(desired);
      expect(await versions(desired)).toEqual(before);
    });

    it('stops and starts', { timeout: SLOW }, async () => {
      const desired = instance();
      await cluster.apply(desired);
      await observed(desired, inPhase('READY'));
      await cluster.apply({ ...desired, running: false });
      await observed(desired, inPhase('STOPPED'));
      const ingress = () =>
        read(
          'networking.k8s.io/v1',
          'Ingress',
          instanceName(desired.instanceId),
          namespaceName(desired.userId),
        );
      await expect(ingress()).rejects.toMatchObject({ code: 404 });
      await cluster.apply(desired);
      await observed(desired, inPhase('READY'));
      await expect(ingress()).resolves.toBeDefined();
    });

    it('restarts for a changed variable', { timeout: SLOW }, async () => {
      const desired = instance();
      await cluster.apply(desired);
      const before = await observed(desired, inPhase('READY'));
      await cluster.apply({ ...desired, env: { GREETING: 'selamat pagi' } });
      expect((await cluster.observe(desired)).phase).toBe('PROGRESSING');
      const after = await observed(desired, inPhase('READY'));
      expect(after.podName).not.toBe(before.podName);
    });

    it('tells an image that does not exist, for good', { timeout: SLOW }, async () => {
      const desired = instance();
      desired.template.image = under.missingImage;
      await cluster.apply(desired);
      const { phase, problem } = await observed(desired, ({ problem }) => problem?.definitive === true);
      expect(phase).toBe('PROGRESSING');
      expect(problem?.code).toBe('IMAGE_PULL_FAILED');
      expect(problem?.message).not.toBe('');
    });

    it('leaves an object that is not ours as it is, and makes nothing beside it', async () => {
      const desired = instance();
      const neighbour = instance({ userId: desired.userId });
      await cluster.apply(neighbour);
      const namespace = namespaceName(desired.userId);
      const name = instanceName(desired.instanceId);
      const foreign: V1ConfigMap = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace },
        data: { a: 'b' },
      };
      const made: V1ConfigMap = await objects.create(foreign);
      await expect(cluster.apply(desired)).rejects.toThrow(ForeignObject);
      await expect(deploymentOf(desired)).rejects.toMatchObject({ code: 404 });
      await cluster.remove(desired);
      const after = await read<V1ConfigMap>('v1', 'ConfigMap', name, namespace);
      expect(after.metadata?.resourceVersion).toBe(made.metadata?.resourceVersion);
      expect(after.data).toEqual({ a: 'b' });
    });

    it('leaves a namespace that is not ours as it is', async () => {
      const desired = instance();
      const name = namespaceName(desired.userId);
      await objects.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await expect(cluster.apply(desired)).rejects.toThrow(ForeignObject);
      expect((await read('v1', 'Namespace', name)).metadata?.labels ?? {}).not.toHaveProperty(USER_LABEL);
    });

    it('removes one instance and nothing of another, of the same user or of a second', {
      timeout: SLOW,
    }, async () => {
      const first = instance();
      const neighbour = second(first);
      const stranger = instance();
      for (const desired of [first, neighbour, stranger]) await cluster.apply(desired);
      for (const desired of [first, neighbour, stranger]) await observed(desired, inPhase('READY'));
      await removed(first);
      expect(await cluster.observe(first)).toEqual({ phase: 'ABSENT', problem: null, podName: null });
      const claim = read(
        'v1',
        'PersistentVolumeClaim',
        claimName(first.instanceId, 1),
        namespaceName(first.userId),
      );
      await expect(claim).rejects.toMatchObject({ code: 404 });
      for (const desired of [neighbour, stranger]) {
        expect((await cluster.observe(desired)).phase).toBe('READY');
        expect(Object.keys(await versions(desired))).toHaveLength(10);
      }
      await expect(cluster.remove(first)).resolves.toEqual({ remaining: 0 });
    });

    it('puts back what was deleted by hand, and undoes what was changed', { timeout: SLOW }, async () => {
      const desired = instance();
      await cluster.apply(desired);
      await observed(desired, inPhase('READY'));
      const namespace = namespaceName(desired.userId);
      const name = instanceName(desired.instanceId);
      await remove('v1', 'Service', name, namespace);
      await remove('apps/v1', 'Deployment', name, namespace);
      await remove('networking.k8s.io/v1', 'NetworkPolicy', 'minispod', namespace);
      await objects.patch({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace },
        data: { url: 'http://elsewhere' },
      } as V1ConfigMap);
      await cluster.apply(desired);
      expect(Object.keys(await versions(desired))).toHaveLength(10);
      const config = await read<V1ConfigMap>('v1', 'ConfigMap', name, namespace);
      expect(config.data?.url).toBe(cluster.address(desired).url);
      await observed(desired, inPhase('READY'));
    });

    it('never shrinks a volume', async () => {
      const large = instance({ resources: { cpuMilli: 50, memoryMb: 128, storageGb: 3 } });
      await cluster.apply({ ...large, tenant: { ...large.tenant, storageGb: 3 } });
      await cluster.apply({ ...large, resources: { ...large.resources, storageGb: 1 } });
      const namespace = namespaceName(large.userId);
      const claim = await read<V1PersistentVolumeClaim>(
        'v1',
        'PersistentVolumeClaim',
        claimName(large.instanceId, 1),
        namespace,
      );
      expect(claim.spec?.resources?.requests?.storage).toBe('3Gi');
      const quota = await read<V1ResourceQuota>('v1', 'ResourceQuota', 'minispod', namespace);
      expect(quota.spec?.hard?.['requests.storage']).toBe('3Gi');
    });

    it('may be applied twice at once, and for two instances of a user at once', {
      timeout: SLOW,
    }, async () => {
      const ordered = instance();
      const neighbour = second(ordered);
      // Both know of each other: whose sum is written last makes no difference.
      const first = { ...ordered, tenant: neighbour.tenant };
      await Promise.all([first, first, neighbour, neighbour].map(reconciled));
      await observed(first, inPhase('READY'));
      await observed(neighbour, inPhase('READY'));
    });

    it('calls a server that does not answer unreachable', async () => {
      const desired = instance();
      proxy.refuse(true);
      await expect(cluster.apply(desired)).rejects.toThrow(ClusterUnreachable);
      await expect(cluster.observe(desired)).rejects.toThrow(ClusterUnreachable);
      await expect(cluster.remove(desired)).rejects.toThrow(ClusterUnreachable);
    });

    it('watches: what exists once, then every change, through dropped connections', {
      timeout: SLOW,
    }, async () => {
      const existing = instance();
      await cluster.apply(existing);
      await observed(existing, inPhase('READY'));
      const stop = new AbortController();
      const seen: string[] = [];
      const watching = cluster.watch((instanceId) => seen.push(instanceId), stop.signal);
      const told = (instanceId: string) => vi.waitFor(() => expect(seen).toContain(instanceId), 30_000);
      await told(existing.instanceId);
      expect(seen.filter((instanceId) => instanceId === existing.instanceId)).toHaveLength(1);

      const later = instance();
      await cluster.apply(later);
      await told(later.instanceId);
      await observed(later, inPhase('READY'));

      proxy.refuse(true);
      await remove(
        'apps/v1',
        'Deployment',
        instanceName(existing.instanceId),
        namespaceName(existing.userId),
      );
      seen.length = 0;
      proxy.refuse(false);
      await told(existing.instanceId);
      await observed(existing, inPhase('ABSENT'));
      proxy.dropAll();
      await reconciled(existing);
      await observed(existing, inPhase('READY'));

      await cluster.apply({ ...later, env: { GREETING: 'malam' } });
      expect((await cluster.observe(later)).phase).toBe('PROGRESSING');
      await observed(later, inPhase('READY'));
      await removed(later);
      expect((await cluster.observe(later)).phase).toBe('ABSENT');

      stop.abort();
      await watching;
      seen.length = 0;
      await cluster.apply({ ...existing, running: false });
      await observed(existing, inPhase('STOPPED'));
      expect(seen).toEqual([]);
    });
  });
}
