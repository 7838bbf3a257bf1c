import { createHash, randomBytes } from 'node:crypto';
import { PassThrough, Readable, Writable } from 'node:stream';
import { KubeConfig, KubernetesObjectApi, type V1Pod } from '@kubernetes/client-node';
import {
  type Cluster,
  ClusterUnreachable,
  type DesiredInstance,
  type InstanceRef,
} from '@minispod/domain/ports/cluster';
import { type ClusterData, CommandFailed } from '@minispod/domain/ports/cluster-data';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClusterData } from './cluster-data.js';
import { startInterruptibleProxy } from './interruptible-proxy.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { HELPER_LABEL, namespaceName } from './names.js';
import { sampleInstance } from './sample-instance.js';

export interface DataClusterUnderTest {
  kubeconfig: string;
  /** Has the next command fail with this, where commands are not really run. */
  failNextCommand?: (exitCode: number, stderr: string) => Promise<void>;
  close(): Promise<void>;
}

const SLOW = 180_000;
const MIB = 2 ** 20;
const never = new AbortController().signal;

/** Takes everything and keeps its hash alone. */
function hashing(): Writable & { bytes: number; digest: () => string } {
  const hash = createHash('sha256');
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      hash.update(chunk);
      target.bytes += chunk.length;
      done();
    },
  });
  const target = Object.assign(sink, { bytes: 0, digest: () => hash.digest('hex') });
  return target;
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const inPieces = (bytes: Buffer) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
    })(),
  );

/** What every implementation of the port does with the bytes of an instance. */
export function clusterDataContract(name: string, startCluster: () => Promise<DataClusterUnderTest>): void {
  describe(`cluster data contract: ${name}`, { timeout: SLOW }, () => {
    let under: DataClusterUnderTest;
    let proxy: Awaited<ReturnType<typeof startInterruptibleProxy>>;
    let cluster: Cluster;
    let data: ClusterData;
    /** Reaches the cluster by a line that can be cut. */
    let proxied: ClusterData;
    let objects: KubernetesObjectApi;
    const namespaces = new Set<string>();
    let present: DesiredInstance[] = [];

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
      const settings = (yaml: string) => ({
        kubeConfig: { kind: 'text', yaml } as const,
        appsDomain: 'apps.example.com',
      });
      cluster = createKubernetesCluster(settings(under.kubeconfig));
      data = createClusterData(settings(under.kubeconfig));
      proxied = createClusterData(settings(under.kubeconfig.replace(server, url.href.replace(/\/$/, ''))));
    }, SLOW);

    afterEach(async () => {
      proxy.refuse(false);
      for (const each of present) await cluster.remove(each);
      present = [];
    });

    afterAll(async () => {
      const remove = (name: string) =>
        objects.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await Promise.allSettled([...namespaces].map(remove));
      await proxy.close();
      await under.close();
    }, SLOW);

    /** An app whose backup is one file of its volume. */
    function instance(backup: Partial<DesiredInstance['template']['backup']> = {}): DesiredInstance {
      // Enough for a container to handle megabytes in seconds, and few enough at a time for a node of two processors.
      const resources = { cpuMilli: 500, memoryMb: 128, storageGb: 1 };
      const desired = sampleInstance('ghost', { resources, tenant: { ...resources, instances: 1 } });
      const file = `${desired.template.volume.mountPath}/kept`;
      desired.template.backup = {
        command: ['cat', file],
        restore: { command: ['sh', '-c', `cat > ${file}`], when: 'running' },
        fileExtension: 'bin',
        ...backup,
      };
      for (const probe of Object.values(desired.template.probes)) probe.periodSeconds = 1;
      namespaces.add(namespaceName(desired.userId));
      present.push(desired);
      return desired;
    }

    async function reach(desired: DesiredInstance): Promise<DesiredInstance> {
      await cluster.apply(desired);
      await vi.waitFor(
        async () => {
          const { phase } = await cluster.observe(desired);
          expect(phase).toBe(desired.running ? 'READY' : 'STOPPED');
          if (!desired.running) expect(await podsOf(desired)).toEqual([]);
        },
        { timeout: 120_000, interval: 100 },
      );
      return desired;
    }

    async function podsOf({ userId }: InstanceRef, helpersOnly = false): Promise<string[]> {
      const selector = helpersOnly ? HELPER_LABEL : undefined;
      const { items } = await objects.list<V1Pod>(
        'v1',
        'Pod',
        namespaceName(userId),
        undefined,
        undefined,
        undefined,
        undefined,
        selector,
      );
      return items.map(({ metadata }) => metadata?.name ?? '');
    }

    async function dumped(desired: DesiredInstance): Promise<string> {
      const sink = hashing();
      await data.dump(desired, sink, never);
      return sink.digest();
    }

    it('hands 50 MiB of anything in and out as they are, by a running app', async () => {
      const desired = await reach(instance());
      const bytes = randomBytes(50 * MIB);
      await data.load(desired, inPieces(bytes), never);
      expect(await dumped(desired)).toBe(sha256(bytes));
    });

    it('copies a stopped app’s volume into another, and the app finds its data there', async () => {
      const desired = await reach(instance());
      const bytes = randomBytes(3 * MIB + 1);
      await data.load(desired, inPieces(bytes), never);
      const stopped = await reach({ ...desired, running: false });
      const archive: Buffer[] = [];
      const collect = new Writable({
        write(chunk, _, done) {
          archive.push(chunk);
          done();
        },
      });
      await data.copyOut(stopped, collect, never);
      expect(await podsOf(desired)).toEqual([]);
      expect(collect.writableFinished).toBe(true);

      const next = { ...stopped, volumeGeneration: 2 };
      await data.prepareVolume(next);
      await data.prepareVolume(next);
      await data.copyIn(next, 'VOLUME', Readable.from(archive), never);
      expect(await podsOf(desired)).toEqual([]);
      expect(await dumped(await reach({ ...next, running: true }))).toBe(sha256(bytes));
    });

    it('copies what two users of the system keep from each other', async () => {
      const desired = instance({
        command: ['cat', '/store/kept'],
        container: 'store',
        restore: { command: ['sh', '-c', 'umask 077; cat > /store/kept'], when: 'running' },
      });
      desired.template.volume.subPath = 'app';
      desired.template.sidecars.push({
        name: 'store',
        image: 'docker.io/library/postgres:17.5',
        env: { STANDIN_PORTS: '7999' },
        security: { runAsUser: 2_001, fsGroup: 2_001, readOnlyRootFilesystem: true },
        probes: {},
        volume: { mountPath: '/store', subPath: 'store' },
        scratch: [],
        share: { cpuPercent: 50, memoryPercent: 50 },
      });
      await reach(desired);
      const bytes = randomBytes(100_000);
      await data.load(desired, inPieces(bytes), never);
      const stopped = await reach({ ...desired, running: false });
      const archive = new PassThrough({ highWaterMark: 64 * MIB });
      await data.copyOut(stopped, archive, never);
      const next = { ...stopped, volumeGeneration: 2 };
      await data.prepareVolume(next);
      await data.copyIn(next, 'VOLUME', archive, never);
      expect(await dumped(await reach({ ...next, running: true }))).toBe(sha256(bytes));
    });

    it('fills a new volume by the template’s own command before the app starts', async () => {
      const desired = instance();
      if (desired.template.backup) desired.template.backup.restore.when = 'before-start';
      const stopped = await reach({ ...desired, running: false });
      const next = { ...stopped, volumeGeneration: 2 };
      await data.prepareVolume(next);
      const bytes = randomBytes(MIB);
      await data.copyIn(next, 'COMMAND', inPieces(bytes), never);
      expect(await podsOf(desired)).toEqual([]);
      expect(await dumped(await reach({ ...next, running: true }))).toBe(sha256(bytes));
    });

    it('says what a failing command said last, and gives its reader an error and no end', async () => {
      const command = ['sh', '-c', 'echo lost words >&2; echo no such database >&2; exit 3'];
      const desired = await reach(instance({ command }));
      await under.failNextCommand?.(3, 'lost words\nno such database\n');
      const sink = new PassThrough().resume();
      const failed = await data.dump(desired, sink, never).catch((error: unknown) => error);
      expect(failed).toEqual(expect.any(CommandFailed));
      expect(failed).toMatchObject({ exitCode: 3, message: expect.stringContaining('no such database') });
      expect(sink.errored).toBe(failed);
      expect(sink.readableEnded).toBe(false);
    });

    it('does not take a source that broke off for one that ended', async () => {
      const desired = await reach(instance());
      const source = Readable.from(
        (async function* () {
          yield randomBytes(100_000);
          throw new Error('the store is gone');
        })(),
      );
      await expect(data.load(desired, source, never)).rejects.toThrow('the store is gone');
      const broken = Readable.from([Buffer.from('no archive')]);
      const stopped = await reach({ ...desired, running: false });
      await expect(data.copyIn(stopped, 'VOLUME', broken, never)).rejects.toThrow();
      expect(await podsOf(desired, true)).toEqual([]);
    });

    it('stops when told to, with a reader that has stopped reading, and leaves no helper', async () => {
      const desired = await reach(instance());
      await data.load(desired, inPieces(randomBytes(20 * MIB)), never);
      const full = () => new PassThrough({ highWaterMark: 1024 });
      const dumping = new AbortController();
      const slow = full();
      const dump = data.dump(desired, slow, dumping.signal);
      await vi.waitFor(() => expect(slow.writableLength + slow.readableLength).toBeGreaterThan(0), 20_000);
      dumping.abort(new Error('told to stop'));
      await expect(dump).rejects.toThrow('told to stop');

      const stopped = await reach({ ...desired, running: false });
      const copying = new AbortController();
      const stuck = full();
      const copy = data.copyOut(stopped, stuck, copying.signal);
      await vi.waitFor(() => expect(stuck.readableLength).toBeGreaterThan(0), 60_000);
      copying.abort(new Error('told to stop'));
      await expect(copy).rejects.toThrow('told to stop');
      expect(await podsOf(desired)).toEqual([]);
    });

    it('ends when its reader fails, with that reason', async () => {
      const desired = await reach(instance());
      await data.load(desired, inPieces(randomBytes(20 * MIB)), never);
      const failing = new Writable({
        write: (_chunk, _encoding, done) => done(new Error('the disk is full')),
      });
      await expect(data.dump(desired, failing, never)).rejects.toThrow('the disk is full');
    });

    it('leaves a helper behind when it dies, which is found and removed', async () => {
      const desired = instance();
      const stopped = await reach({ ...desired, running: false });
      const stuck = new Readable({ read: () => {} });
      await data.prepareVolume({ ...stopped, volumeGeneration: 2 });
      const copy = proxied.copyIn({ ...stopped, volumeGeneration: 2 }, 'COMMAND', stuck, never);
      const ended = expect(copy).rejects.toThrow(ClusterUnreachable);
      await vi.waitFor(async () => expect(await podsOf(desired, true)).toHaveLength(1), 60_000);
      proxy.refuse(true);
      await ended;
      proxy.refuse(false);
      expect(await podsOf(desired, true)).toHaveLength(1);
      // Nobody takes it for the app's own.
      expect(await cluster.observe(desired)).toMatchObject({ phase: 'STOPPED', podName: null });
      await vi.waitFor(
        async () => expect(await data.removeHelpers(desired)).toEqual({ remaining: 0 }),
        60_000,
      );
      expect(await podsOf(desired)).toEqual([]);
    });

    it('says that an app that does not run cannot be asked', async () => {
      const stopped = await reach({ ...instance(), running: false });
      await expect(data.dump(stopped, hashing(), never)).rejects.toThrow(ClusterUnreachable);
    });

    it('makes no snapshots where no class is configured', async () => {
      expect(await data.hasSnapshots()).toBe(false);
    });
  });
}
