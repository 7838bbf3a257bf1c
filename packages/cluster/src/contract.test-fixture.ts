import { KubeConfig, type KubernetesObject, type V1Deployment } from '@kubernetes/client-node';
import {
  type Cluster,
  ClusterUnreachable,
  type DesiredInstance,
  type InstanceObservation,
  type InstanceRef,
} from '@minispod/domain/ports/cluster';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { connect } from './connection.js';
import { startInterruptibleProxy } from './interruptible-proxy.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { buildManifests } from './manifests/build.js';
import { instanceName, namespaceName } from './names.js';
import { sampleInstance } from './sample-instance.js';

/** An API server with controllers behind it, started for one run of the suite. */
export interface ClusterUnderTest {
  /** Text of a kubeconfig that may do everything. */
  kubeconfig: string;
  /** A reference the registry knows nothing about. */
  missingImage: string;
  /** Whether its nodes know how full a volume is: of a directory of the host's they do not. */
  measuresVolumes: boolean;
  close(): Promise<void>;
}

type Proxy = Awaited<ReturnType<typeof startInterruptibleProxy>>;

export const SLOW = 120_000;
const WRITES = ['PATCH', 'POST', 'PUT', 'DELETE'];

/** What the parts of the contract work with. The cluster is reached through a proxy that can be cut. */
export class ContractFixture {
  readonly settings = { appsDomain: 'apps.example.com', ingressClass: 'nginx' };
  /** Writes of `cluster` since the last `writes = []`. */
  writes: string[] = [];
  under!: ClusterUnderTest;
  proxy!: Proxy;
  cluster!: Cluster;
  /** Straight to the server, allowed everything. */
  direct!: ReturnType<typeof connect>;
  private readonly namespaces = new Set<string>();

  /** Registers the suite's hooks: to be called within its `describe`. */
  constructor(startCluster: () => Promise<ClusterUnderTest>) {
    beforeAll(() => this.start(startCluster), SLOW);
    afterEach(async () => {
      this.proxy.refuse(false);
      // Only asked for: nobody waits for a namespace to be gone, and the node has its room back meanwhile.
      const gone = [...this.namespaces].map((name) => this.remove('v1', 'Namespace', name));
      this.namespaces.clear();
      await Promise.allSettled(gone);
    });
    afterAll(async () => {
      await this.proxy.close();
      await this.under.close();
    }, SLOW);
  }

  private async start(startCluster: () => Promise<ClusterUnderTest>): Promise<void> {
    this.under = await startCluster();
    const { kubeconfig } = this.under;
    this.direct = connect({ ...this.settings, kubeConfig: { kind: 'text', yaml: kubeconfig } });
    const parsed = new KubeConfig();
    parsed.loadFromString(kubeconfig);
    const server = parsed.getCurrentCluster()?.server ?? '';
    const url = new URL(server);
    this.proxy = await startInterruptibleProxy({ host: url.hostname, port: Number(url.port) });
    url.hostname = '127.0.0.1';
    url.port = String(this.proxy.port);
    this.cluster = createKubernetesCluster({
      ...this.settings,
      kubeConfig: { kind: 'text', yaml: kubeconfig.replace(server, url.href.replace(/\/$/, '')) },
      onRequest: (method, path) => {
        if (WRITES.includes(method)) this.writes.push(`${method} ${path}`);
      },
    });
  }

  /** Small, since the node has two processors in all; its namespace is removed after the test. */
  instance(overrides: Partial<DesiredInstance> = {}, slug = 'ghost'): DesiredInstance {
    const resources = { cpuMilli: 50, memoryMb: 128, storageGb: 1 };
    const tenant = { ...resources, instances: 1 };
    const desired = sampleInstance(slug, { resources, tenant, ...overrides });
    // Only the tests are in such a hurry.
    for (const probe of Object.values(desired.template.probes)) probe.periodSeconds = 1;
    this.namespaces.add(namespaceName(desired.userId));
    return desired;
  }

  /** A second instance of the same user, with both in the quota. */
  second(first: DesiredInstance): DesiredInstance {
    const { userId, tenant } = first;
    const both = Object.entries(tenant).map(([key, value]) => [key, value * 2]);
    return this.instance({ userId, tenant: Object.fromEntries(both) as typeof tenant });
  }

  read<T extends KubernetesObject>(
    apiVersion: string,
    kind: string,
    name: string,
    namespace = '',
  ): Promise<T> {
    const header = { apiVersion, kind, metadata: { name, namespace } };
    return this.direct.objects.read<KubernetesObject>(header) as Promise<T>;
  }

  create<T extends KubernetesObject>(object: T): Promise<T> {
    return this.direct.objects.create(object);
  }

  remove(apiVersion: string, kind: string, name: string, namespace = '') {
    return this.direct.objects.delete({ apiVersion, kind, metadata: { name, namespace } });
  }

  /** See `ManifestSettings.portRanges`. */
  async hasPortRanges(): Promise<boolean> {
    return Number.parseInt((await this.direct.version.getCode()).minor, 10) >= 22;
  }

  deploymentOf(of: InstanceRef): Promise<V1Deployment> {
    return this.read('apps/v1', 'Deployment', instanceName(of.instanceId), namespaceName(of.userId));
  }

  /** resourceVersion of each object an instance consists of; fails when one is not there. */
  async versions(desired: DesiredInstance): Promise<Record<string, string | undefined>> {
    const manifests = buildManifests(desired, this.settings);
    const found = await Promise.all(
      manifests.map(({ apiVersion = '', kind, metadata }) =>
        this.read(apiVersion, kind, metadata.name, metadata.namespace),
      ),
    );
    const entries = found.map(({ kind, metadata }) => [
      `${kind} ${metadata?.name}`,
      metadata?.resourceVersion,
    ]);
    return Object.fromEntries(entries);
  }

  observed(of: InstanceRef, matches: (seen: InstanceObservation) => boolean): Promise<InstanceObservation> {
    return vi.waitFor(
      async () => {
        const seen = await this.cluster.observe(of);
        if (!matches(seen)) throw new Error(`still ${JSON.stringify(seen)}`);
        return seen;
      },
      { timeout: SLOW - 20_000, interval: 100 },
    );
  }

  inPhase(of: InstanceRef, phase: InstanceObservation['phase']): Promise<InstanceObservation> {
    return this.observed(of, (seen) => seen.phase === phase);
  }

  /** As a job does it: what may pass is tried again. */
  async reconciled(desired: DesiredInstance): Promise<void> {
    try {
      await this.cluster.apply(desired);
    } catch (error) {
      if (!(error instanceof ClusterUnreachable)) throw error;
      await this.reconciled(desired);
    }
  }

  async removed(of: InstanceRef): Promise<void> {
    await vi.waitFor(async () => expect(await this.cluster.remove(of)).toEqual({ remaining: 0 }), {
      timeout: SLOW - 20_000,
      interval: 200,
    });
  }
}
