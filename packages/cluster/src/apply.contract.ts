import type {
  KubernetesObject,
  V1Ingress,
  V1LimitRange,
  V1NetworkPolicy,
  V1PersistentVolumeClaim,
  V1ResourceQuota,
  V1Secret,
} from '@kubernetes/client-node';
import { expect, it, vi } from 'vitest';
import type { ContractFixture } from './contract.test-fixture.js';
import { buildManifests } from './manifests/build.js';
import {
  claimName,
  INSTANCE_LABEL,
  instanceLabels,
  instanceName,
  namespaceName,
  tlsSecretName,
  USER_LABEL,
} from './names.js';
import { shippedTemplates } from './sample-instance.js';

/** What is written, and what a second writing changes. */
export function applyContract(on: ContractFixture): void {
  it('makes every object with the right limits and labels, in at most ten writes, and reports the steps', async () => {
    const desired = on.instance();
    const steps: string[] = [];
    expect((await on.cluster.observe(desired)).phase).toBe('ABSENT');
    on.writes = [];
    await on.cluster.apply(desired, async (step) => {
      steps.push(step);
    });
    expect(on.writes).toHaveLength(10);
    expect(steps).toEqual(['namespace', 'configuration', 'storage', 'deployment', 'network', 'address']);

    const namespace = namespaceName(desired.userId);
    const pod = (await on.deploymentOf(desired)).spec?.template.spec;
    const amounts = { cpu: '50m', memory: '128Mi' };
    expect(pod?.containers[0]?.resources).toEqual({ requests: amounts, limits: amounts });
    const quota = await on.read<V1ResourceQuota>('v1', 'ResourceQuota', 'minispod', namespace);
    expect(quota.spec?.hard).toMatchObject({ 'limits.cpu': '250m', 'requests.memory': '384Mi', pods: '3' });
    for (const { apiVersion = '', kind, metadata } of buildManifests(desired, on.settings)) {
      const { labels } = (await on.read(apiVersion, kind, metadata.name, metadata.namespace)).metadata ?? {};
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
    for (const slug of shippedTemplates) {
      const desired = on.instance({}, slug);
      for (const manifest of buildManifests(desired, on.settings)) {
        const dryRun = manifest.kind === 'Namespace' ? undefined : 'All';
        const answer: KubernetesObject = await on.direct.objects.create(
          structuredClone(manifest),
          undefined,
          dryRun,
        );
        expect(answer.metadata?.name, `${slug} ${manifest.kind}`).toBe(manifest.metadata.name);
      }
    }
  });

  it('becomes ready, then a second apply changes nothing', async () => {
    const desired = on.instance();
    await on.cluster.apply(desired);
    const ready = await on.inPhase(desired, 'READY');
    expect(ready).toMatchObject({
      problem: null,
      podName: expect.stringContaining(instanceName(desired.instanceId)),
    });
    // The quota's status follows the pod a moment later.
    await vi.waitFor(async () => {
      const quota = await on.read<V1ResourceQuota>(
        'v1',
        'ResourceQuota',
        'minispod',
        namespaceName(desired.userId),
      );
      expect(quota.status?.used?.pods).toBe('1');
    }, 20_000);
    const before = await on.versions(desired);
    await on.cluster.apply(desired);
    expect(await on.versions(desired)).toEqual(before);
  });

  it('never shrinks a volume', async () => {
    const large = on.instance({ resources: { cpuMilli: 50, memoryMb: 128, storageGb: 3 } });
    await on.cluster.apply({ ...large, tenant: { ...large.tenant, storageGb: 3 } });
    await on.cluster.apply({ ...large, resources: { ...large.resources, storageGb: 1 } });
    const namespace = namespaceName(large.userId);
    const claim = await on.read<V1PersistentVolumeClaim>(
      'v1',
      'PersistentVolumeClaim',
      claimName(large.instanceId, 1),
      namespace,
    );
    expect(claim.spec?.resources?.requests?.storage).toBe('3Gi');
    const quota = await on.read<V1ResourceQuota>('v1', 'ResourceQuota', 'minispod', namespace);
    expect(quota.spec?.hard?.['requests.storage']).toBe('3Gi');
  });

  it('may be applied twice at once, and for two instances of a user at once', async () => {
    const ordered = on.instance();
    const neighbour = on.second(ordered);
    // Both know of each other: whose sum is written last makes no difference.
    const first = { ...ordered, tenant: neighbour.tenant };
    await Promise.all([first, first, neighbour, neighbour].map((each) => on.reconciled(each)));
    await on.inPhase(first, 'READY');
    await on.inPhase(neighbour, 'READY');
  });

  it('holds each of two tenants to what is theirs', async () => {
    const tenants = [on.instance(), on.instance({}, 'n8n')];
    for (const desired of tenants) await on.cluster.apply(desired);
    for (const desired of tenants) {
      const namespace = namespaceName(desired.userId);
      const [space, quota, range, policy, { spec }] = await Promise.all([
        on.read('v1', 'Namespace', namespace),
        on.read<V1ResourceQuota>('v1', 'ResourceQuota', 'minispod', namespace),
        on.read<V1LimitRange>('v1', 'LimitRange', 'minispod', namespace),
        on.read<V1NetworkPolicy>('networking.k8s.io/v1', 'NetworkPolicy', 'minispod', namespace),
        on.deploymentOf(desired),
      ]);
      expect(space.metadata?.labels).toMatchObject({
        [USER_LABEL]: desired.userId,
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
      const amounts = { cpu: '250m', memory: '384Mi' };
      expect(quota.spec?.hard).toEqual({
        'requests.cpu': amounts.cpu,
        'limits.cpu': amounts.cpu,
        'requests.memory': amounts.memory,
        'limits.memory': amounts.memory,
        'requests.storage': '1Gi',
        persistentvolumeclaims: '1',
        pods: '3',
        'services.loadbalancers': '0',
        'services.nodeports': '0',
      });
      expect(range.spec?.limits).toMatchObject([{ type: 'Container', max: amounts }]);
      const wanted = buildManifests(desired, { ...on.settings, portRanges: await on.hasPortRanges() });
      const { spec: rules } = wanted.find(({ kind }) => kind === 'NetworkPolicy') as V1NetworkPolicy;
      expect(policy.spec).toEqual(rules);
      const pod = spec?.template.spec;
      expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(pod?.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext } of pod?.containers ?? []) {
        expect(securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('switches to a volume beside the old one, which is removed when it is told', async () => {
    const first = on.instance();
    await on.cluster.apply(first);
    await on.inPhase(first, 'READY');
    const restored = { ...first, volumeGeneration: 2 };
    await on.cluster.apply(restored);
    await on.inPhase(restored, 'READY');
    const namespace = namespaceName(first.userId);
    const claims = async () => {
      const { items } = await on.direct.objects.list('v1', 'PersistentVolumeClaim', namespace);
      return items.map(({ metadata }) => metadata?.name).sort();
    };
    const both = [1, 2].map((generation) => claimName(first.instanceId, generation));
    expect(await claims()).toEqual(both);
    const mounted = (await on.deploymentOf(first)).spec?.template.spec?.volumes?.[0];
    expect(mounted?.persistentVolumeClaim?.claimName).toBe(both[1]);
    expect(await on.cluster.removeOtherVolumes(first, [1, 2])).toEqual({ remaining: 0 });
    expect(await claims()).toEqual(both);
    await vi.waitFor(async () => {
      expect(await on.cluster.removeOtherVolumes(first, [2])).toEqual({ remaining: 0 });
    }, 30_000);
    expect(await claims()).toEqual([both[1]]);
    expect((await on.cluster.observe(restored)).phase).toBe('READY');
  });

  it('gives a domain an address, and takes it away with its certificate when the domain is given up', async () => {
    const [domain, other] = ['a', 'b'].map((letter) => ({
      id: `0197b2f0-0000-7000-8000-${letter.repeat(12)}`,
      domain: `${letter}.example.org`,
    })) as [{ id: string; domain: string }, { id: string; domain: string }];
    const desired = on.instance({ domains: [domain, other] });
    const namespace = namespaceName(desired.userId);
    await on.cluster.apply(desired);
    const hosts = async () => {
      const { items } = await on.direct.objects.list('networking.k8s.io/v1', 'Ingress', namespace);
      return (items as V1Ingress[]).flatMap(({ spec }) => spec?.rules?.map(({ host }) => host)).sort();
    };
    const own = `${desired.subdomain}.apps.example.com`;
    expect(await hosts()).toEqual(['a.example.org', 'b.example.org', own].sort());
    // As an issuer would leave them.
    for (const { id } of desired.domains) {
      const name = tlsSecretName(desired.instanceId, id);
      await on.create({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace, labels: instanceLabels(desired) },
        data: {},
      } as V1Secret);
    }
    const certificates = async () => {
      const { items } = await on.direct.objects.list('v1', 'Secret', namespace);
      return items.map(({ metadata }) => metadata?.name ?? '').filter((name) => name.endsWith('-tls'));
    };
    await on.cluster.apply({ ...desired, running: false });
    expect(await hosts()).toEqual([]);
    expect(await certificates()).toHaveLength(2);
    await on.cluster.apply({ ...desired, domains: [other] });
    expect(await hosts()).toEqual(['b.example.org', own].sort());
    expect(await certificates()).toEqual([tlsSecretName(desired.instanceId, other.id)]);
    await on.cluster.remove(desired);
    expect(await certificates()).toEqual([]);
    expect(await hosts()).toEqual([]);
  });
}
