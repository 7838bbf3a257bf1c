import { KubeConfig, KubernetesObjectApi, type V1Pod } from '@kubernetes/client-node';
import { type Cluster, ClusterUnreachable, type DesiredInstance } from '@minispod/domain/ports/cluster';
import type { ClusterReader, LogLine } from '@minispod/domain/ports/cluster-reader';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startInterruptibleProxy } from './interruptible-proxy.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { instanceName, namespaceName } from './names.js';
import { createClusterReader } from './reader.js';
import { sampleInstance } from './sample-instance.js';

export interface ReadClusterUnderTest {
  kubeconfig: string;
  /** Environment that ends the app a few seconds after each start, where images are stand-ins. */
  crashEnv?: Record<string, string>;
  /** Has the app of this namespace end again and again, where no program runs. */
  crash?: (namespace: string) => Promise<void>;
  close(): Promise<void>;
}

const SLOW = 120_000;

/** What may be seen of whatever speaks the Kubernetes API. */
export function clusterReaderContract(name: string, startCluster: () => Promise<ReadClusterUnderTest>): void {
  describe(`cluster reader contract: ${name}`, { timeout: SLOW }, () => {
    let under: ReadClusterUnderTest;
    let proxy: Awaited<ReturnType<typeof startInterruptibleProxy>>;
    let cluster: Cluster;
    let reader: ClusterReader;
    let objects: KubernetesObjectApi;
    let crashing: DesiredInstance;
    let desired: DesiredInstance;
    const ending = new AbortController();
    const namespaces = new Set<string>();

    beforeAll(async () => {
      under = await startCluster();
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromString(under.kubeconfig);
      objects = KubernetesObjectApi.makeApiClient(kubeConfig);
      const server = kubeConfig.getCurrentCluster()?.server ?? '';
      const url = new URL(server);
      proxy = await startInterruptibleProxy({ host: url.hostname, port: Number(url.port) });
      url.hostname = '127.0.0.1';
      url.port = String(proxy.port);
      const proxied = under.kubeconfig.replace(server, url.href.replace(/\/$/, ''));
      reader = createClusterReader({ kubeConfig: { kind: 'text', yaml: proxied } });
      cluster = createKubernetesCluster({
        kubeConfig: { kind: 'text', yaml: under.kubeconfig },
        appsDomain: 'apps.example.com',
      });
      desired = instance();
      crashing = instance({ env: under.crashEnv ?? {} });
      await Promise.all([desired, crashing].map(running));
    }, SLOW);

    afterEach(() => proxy.refuse(false));

    afterAll(async () => {
      ending.abort();
      const remove = (name: string) =>
        objects.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await Promise.allSettled([...namespaces].map(remove));
      await proxy.close();
      await under.close();
    }, SLOW);

    function instance(overrides: Partial<DesiredInstance> = {}): DesiredInstance {
      const resources = { cpuMilli: 50, memoryMb: 128, storageGb: 1 };
      const made = sampleInstance('ghost', {
        resources,
        tenant: { ...resources, instances: 1 },
        ...overrides,
      });
      for (const probe of Object.values(made.template.probes)) probe.periodSeconds = 1;
      namespaces.add(namespaceName(made.userId));
      return made;
    }

    async function running(wanted: DesiredInstance): Promise<void> {
      await cluster.apply(wanted);
      const isThere = async () => expect(await reader.logs(wanted, { lines: 1 })).toHaveLength(1);
      await vi.waitFor(isThere, { timeout: SLOW, interval: 200 });
    }

    /** Collects until told to stop. */
    function follow(of: DesiredInstance, since: string | null = null) {
      const lines: LogLine[] = [];
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, ending.signal]);
      const ended = (async () => {
        for await (const line of reader.followLogs(of, { since }, signal)) lines.push(line);
      })();
      return { lines, ended, stop: () => stop.abort() };
    }
    const soon = <T>(expectation: () => T | Promise<T>) =>
      vi.waitFor(expectation, { timeout: 60_000, interval: 50 });
    const podOf = (of: DesiredInstance) =>
      objects
        .list<V1Pod>('v1', 'Pod', namespaceName(of.userId))
        .then(({ items }) => items.find(({ metadata }) => !metadata?.deletionTimestamp));

    it('names the containers, none where there is no pod', async () => {
      expect(await reader.containers(desired)).toEqual(['app']);
      expect(await reader.containers(instance())).toEqual([]);
      expect(await reader.logs(instance(), { lines: 10 })).toEqual([]);
    });

    it('gives the last lines, in order, with stamps that are all different', async () => {
      await soon(async () => expect((await reader.logs(desired, { lines: 100 })).length).toBeGreaterThan(2));
      const all = await reader.logs(desired, { lines: 100 });
      const stamps = all.map(({ at }) => at);
      expect(stamps).toEqual([...new Set(stamps)].sort());
      expect(stamps[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      expect((await reader.logs(desired, { lines: 1 })).map(({ text }) => text)).not.toEqual([all[0]?.text]);
      expect(await reader.logs(desired, { lines: 10, isPrevious: true })).toEqual([]);
      expect(await reader.logs(desired, { lines: 10, container: 'no-such' })).toEqual([]);
    });

    it('follows from any line, with nothing lost and nothing twice', async () => {
      const first = follow(desired);
      await soon(() => expect(first.lines.length).toBeGreaterThan(1));
      first.stop();
      await first.ended;
      const cut = first.lines[0];
      const second = follow(desired, cut?.at);
      await soon(() => expect(second.lines.length).toBeGreaterThan(first.lines.length));
      second.stop();
      await second.ended;
      expect(second.lines.slice(0, first.lines.length - 1)).toEqual(first.lines.slice(1));
    });

    it('goes on through a broken connection', async () => {
      const { lines, ended, stop } = follow(desired);
      await soon(() => expect(lines.length).toBeGreaterThan(0));
      const before = lines.length;
      proxy.refuse(true);
      proxy.refuse(false);
      await soon(() => expect(lines.length).toBeGreaterThan(before + 1));
      stop();
      await ended;
      const stamps = lines.map(({ at }) => at);
      expect(stamps).toEqual([...new Set(stamps)].sort());
      const all = await reader.logs(desired, { lines: 200 });
      const from = all.findIndex(({ at }) => at === stamps[0]);
      expect(all.slice(from, from + lines.length)).toEqual(lines);
    });

    it('goes over to the next pod', async () => {
      const { lines, ended, stop } = follow(desired);
      await soon(() => expect(lines.length).toBeGreaterThan(0));
      const pod = await podOf(desired);
      await objects.delete({ ...pod, apiVersion: 'v1', kind: 'Pod' } as V1Pod & {
        metadata: { name: string };
      });
      const next = await soon(async () => {
        const found = await podOf(desired);
        expect(found?.metadata?.uid).not.toBe(pod?.metadata?.uid);
        const log = await reader.logs(desired, { lines: 1_000 });
        expect(log.length).toBeGreaterThan(0);
        return log[0];
      });
      await soon(() => expect(lines).toContainEqual(next));
      stop();
      await ended;
    });

    it('has the words of a run that ended, and follows into the next', async () => {
      const lastWords = async () => (await reader.logs(crashing, { lines: 1, isPrevious: true }))[0];
      const someWords = async () => {
        const said = await lastWords();
        expect(said).toBeDefined();
        return said;
      };
      await under.crash?.(namespaceName(crashing.userId));
      // A crash in the past does not count: what counts is the first that is followed.
      const before = await soon(someWords);
      const { lines, ended, stop } = follow(crashing);
      const words = await soon(async () => {
        const said = await lastWords();
        expect(said?.at.localeCompare(before?.at ?? '')).toBe(1);
        return said;
      });
      await soon(() => expect(lines.at(-1)?.at.localeCompare(words?.at ?? '')).toBe(1));
      stop();
      await ended;
      expect(lines).toContainEqual(words);
      const stamps = lines.map(({ at }) => at);
      expect(stamps).toEqual([...new Set(stamps)].sort());
    });

    it('says what happened to every object of the instance, and of no other', async () => {
      const events = await soon(async () => {
        const found = await reader.events(desired);
        expect(found.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['Scheduled', 'Started']));
        return found;
      });
      expect(new Set(events.map(({ kind }) => kind))).toContain('Pod');
      const times = events.map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(events.every(({ count, message }) => count > 0 && message !== '')).toBe(true);
      expect(await reader.events({ ...desired, instanceId: crashing.instanceId })).toEqual([]);
    });

    it('lists nodes with what is asked of them', async () => {
      const nodes = await reader.nodes();
      const free = nodes.find(({ isReady }) => isReady);
      expect(free).toMatchObject({ isSchedulable: true, problems: [] });
      expect(free?.allocatable.cpuMilli).toBeGreaterThan(0);
      expect(free?.allocatable.memoryMb).toBeGreaterThan(0);
      expect(nodes.reduce((sum, { requested }) => sum + requested.pods, 0)).toBeGreaterThan(0);
      const asked = nodes.reduce((sum, { requested }) => sum + requested.memoryMb, 0);
      expect(asked).toBeGreaterThanOrEqual(desired.resources.memoryMb);
    });

    it('lists tenants’ namespaces and what is in them, and nothing of others', async () => {
      const namespace = namespaceName(desired.userId);
      // A pod that was replaced may take a moment to go.
      const own = await soon(async () => {
        const found = (await reader.namespaces()).find(({ name }) => name === namespace);
        expect(found).toMatchObject({ userId: desired.userId, phase: 'Active', pods: 1 });
        return found;
      });
      expect(own?.requested.memoryMb).toBe(desired.resources.memoryMb);
      const common = { namespace, instanceId: desired.instanceId };
      const pod = { ...common, isReady: true, phase: 'Running', reason: null };
      await soon(async () => expect(await reader.pods(namespace)).toEqual([expect.objectContaining(pod)]));
      const name = instanceName(desired.instanceId);
      expect(await reader.deployments(namespace)).toEqual([
        expect.objectContaining({ ...common, name, image: desired.template.image, wanted: 1, ready: 1 }),
      ]);
      expect(await reader.services(namespace)).toEqual([
        expect.objectContaining({ ...common, name, ports: [desired.template.port] }),
      ]);
      expect(await reader.ingresses(namespace)).toEqual([
        expect.objectContaining({ ...common, hosts: [`${desired.subdomain}.apps.example.com`] }),
      ]);
      const everywhere = await reader.pods();
      expect(everywhere.map((each) => each.namespace)).toContain(namespace);
      expect(everywhere.map((each) => each.namespace)).not.toContain('kube-system');
      expect(await reader.pods('default')).toEqual([]);
    });

    it('says that the cluster cannot be reached', async () => {
      proxy.refuse(true);
      await expect(reader.logs(desired, { lines: 1 })).rejects.toThrow(ClusterUnreachable);
      await expect(reader.nodes()).rejects.toThrow(ClusterUnreachable);
      await expect(follow(desired).ended).rejects.toThrow(ClusterUnreachable);
      const nowhere = createClusterReader({ kubeConfig: { kind: 'file', path: '/no/such/file' } });
      await expect(nowhere.pods()).rejects.toThrow(ClusterUnreachable);
    });
  });
}
