import type {
  V1Deployment,
  V1Ingress,
  V1NetworkPolicy,
  V1PersistentVolumeClaim,
  V1ResourceQuota,
  V1Secret,
} from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { sampleInstance, shippedTemplates } from '../sample-instance.js';
import type { ManifestSettings } from '../settings.js';
import { buildManifests } from './build.js';
import { gibibytes, toGibibytes } from './quantities.js';

const local: ManifestSettings = { appsDomain: 'localhost:3004' };
const hosted: ManifestSettings = {
  appsDomain: 'apps.example.com',
  ingressClass: 'nginx',
  tlsIssuer: 'letsencrypt',
  storageClass: 'fast',
  strictRuntimeClass: 'gvisor',
};
/** A reference as templates write it. */
const ref = (name: string) => `\${${name}}`;
/** Ids that make snapshots repeatable. */
const ids = {
  instanceId: '11111111-1111-4111-8111-111111111111',
  subscriptionId: '22222222-2222-4222-8222-222222222222',
  userId: '33333333-3333-4333-8333-333333333333',
};

function build(desired: DesiredInstance, settings = hosted, claims: V1PersistentVolumeClaim[] = []) {
  const manifests = buildManifests(desired, settings, { namespace: null, claims });
  const of = <T>(kind: string) => manifests.find((manifest) => manifest.kind === kind) as T | undefined;
  return {
    manifests,
    kinds: manifests.map(({ kind }) => kind),
    deployment: of<V1Deployment>('Deployment')!,
    ingress: of<V1Ingress>('Ingress'),
    quota: of<V1ResourceQuota>('ResourceQuota')!,
    claim: of<V1PersistentVolumeClaim>('PersistentVolumeClaim')!,
    config: of<{ data: Record<string, string> }>('ConfigMap')!.data,
    secret: Object.fromEntries(
      Object.entries(of<V1Secret>('Secret')?.data ?? {}).map(([k, v]) => [
        k,
        Buffer.from(v, 'base64').toString(),
      ]),
    ),
  };
}

const podHash = (desired: DesiredInstance) => build(desired).deployment.spec!.template.metadata!.annotations;

/** A claim as it is in the cluster; `managers` have applied its storage class. */
function claimOf(desired: DesiredInstance, size: string, ...managers: string[]): V1PersistentVolumeClaim {
  const storageClassName = 'old';
  const fieldsV1 = { 'f:spec': { 'f:storageClassName': {} } };
  return {
    metadata: {
      name: `i-${desired.instanceId}-data`,
      managedFields: managers.map((manager) => ({ manager, operation: 'Apply', fieldsV1 })),
    },
    spec: { storageClassName, resources: { requests: { storage: size } } },
  };
}

describe.each(['n8n', 'ghost', 'postgresql', 'wordpress'])('%s', (slug) => {
  it('is these objects', async () => {
    const manifests = buildManifests(sampleInstance(slug, { ...ids, subdomain: `my-${slug}` }), hosted);
    const yaml = manifests
      .map((manifest) => stringify(manifest, { aliasDuplicateObjects: false }))
      .join('---\n');
    await expect(yaml).toMatchFileSnapshot(`./__snapshots__/${slug}.yaml`);
  });
});

describe('objects', () => {
  const everything = [
    ...['Namespace', 'ResourceQuota', 'LimitRange', 'NetworkPolicy', 'ConfigMap', 'Secret'],
    ...['PersistentVolumeClaim', 'Deployment', 'Service', 'Ingress'],
  ];

  it('are ten, nine for a tcp service or while stopped', () => {
    expect(build(sampleInstance('n8n')).kinds).toEqual(everything);
    expect(build(sampleInstance('postgresql')).kinds).toEqual(everything.slice(0, -1));
    const stopped = build(sampleInstance('n8n', { running: false }));
    expect(stopped.kinds).toEqual(everything.slice(0, -1));
    expect(stopped.deployment.spec?.replicas).toBe(0);
  });

  it('do not depend on anything but their input', () => {
    const desired = sampleInstance('n8n');
    expect(buildManifests(desired, hosted)).toEqual(buildManifests(structuredClone(desired), hosted));
  });

  it('keep the port of the apps domain out of the Ingress and in the address', () => {
    const { ingress, config } = build(sampleInstance('ghost', { subdomain: 'blog' }), local);
    expect(ingress?.spec?.rules?.[0]?.host).toBe('blog.localhost');
    expect(ingress?.spec?.tls).toBeUndefined();
    expect(config.url).toBe('http://blog.localhost:3004');
  });

  it('probe as the ingress would ask', () => {
    const probe = build(sampleInstance('ghost', { subdomain: 'blog' })).deployment.spec?.template.spec
      ?.containers[0]?.readinessProbe;
    expect(probe?.httpGet?.httpHeaders).toEqual([
      { name: 'Host', value: 'blog.apps.example.com' },
      { name: 'X-Forwarded-Proto', value: 'https' },
    ]);
  });

  it('run tenant code under the strict runtime class where there is one', () => {
    const runtimeOf = (slug: string, settings: ManifestSettings) =>
      build(sampleInstance(slug), settings).deployment.spec?.template.spec?.runtimeClassName;
    expect(runtimeOf('n8n', hosted)).toBe('gvisor');
    expect(runtimeOf('n8n', local)).toBeUndefined();
    expect(runtimeOf('ghost', hosted)).toBeUndefined();
  });
});

describe('variables', () => {
  it('of the customer override the template, never its secrets', () => {
    const env = { GENERIC_TIMEZONE: 'Asia/Makassar', N8N_ENCRYPTION_KEY: 'mine', MY_TOKEN: 'abc' };
    const { config, secret } = build(sampleInstance('n8n', { env }));
    expect(config).not.toHaveProperty('GENERIC_TIMEZONE');
    expect(secret).toEqual({
      GENERIC_TIMEZONE: 'Asia/Makassar',
      MY_TOKEN: 'abc',
      N8N_ENCRYPTION_KEY: 'not-a-real-encryptionKey',
    });
  });

  it('are data, whatever is in them', () => {
    const hostile = {
      YAML: 'a: b\n---\nkind: Pod\n- !!js/function "x"',
      SHELL: '$(rm -rf /); `id` && "quoted" \'single\'',
      REFERENCE: `${ref('secret.encryptionKey')} ${ref('instance.url')}`,
      UNICODE: '\u0000\u202e😀',
      __proto__x: 'x',
    };
    const { manifests, secret } = build(sampleInstance('n8n', { env: hostile }));
    expect(secret).toMatchObject(hostile);
    const others = JSON.stringify(manifests.filter(({ kind }) => kind !== 'Secret'));
    expect(others).not.toMatch(/rm -rf|kind: Pod|202e/);
  });

  it.each(['', 'A B', 'A=B', '../x', 'a\nb', 'ключ', '$(X)', 'A'.repeat(200)])(
    'refuse the name %j',
    (name) => {
      expect(() => build(sampleInstance('n8n', { env: { [name]: 'x' } }))).toThrow(
        /not the name of an environment/,
      );
    },
  );

  it('with a reference to nothing are an error that says where', () => {
    const desired = sampleInstance('ghost');
    desired.template.env.url = ref('instance.nothing');
    expect(() => build(desired)).toThrow(
      `ghost: url refers to ${ref('instance.nothing')}, which does not exist`,
    );
  });

  it('put secrets in the Secret alone', () => {
    const { manifests, secret } = build(sampleInstance('postgresql'));
    expect(secret).toEqual({ POSTGRES_PASSWORD: 'not-a-real-password' });
    expect(JSON.stringify(manifests.filter(({ kind }) => kind !== 'Secret'))).not.toContain('not-a-real');
  });

  it('restart the pod when one changes, and only then', () => {
    const desired = sampleInstance('n8n', { env: { A: '1', B: '2' } });
    expect(podHash({ ...desired, env: { B: '2', A: '1' } })).toEqual(podHash(desired));
    expect(podHash({ ...desired, running: false })).toEqual(podHash(desired));
    expect(podHash({ ...desired, env: { A: '1', B: '3' } })).not.toEqual(podHash(desired));
    expect(podHash({ ...desired, secrets: { encryptionKey: 'another' } })).not.toEqual(podHash(desired));
  });
});

describe('containers beside the app', () => {
  const desired = sampleInstance('ghost', {
    ...ids,
    env: { MY_TOKEN: 'abc' },
    resources: { cpuMilli: 333, memoryMb: 500, storageGb: 1 },
  });
  desired.template.secrets = {
    root: { generate: 'hex', length: 32 },
    shared: { generate: 'hex', length: 32 },
  };
  desired.template.env = { DB_PASSWORD: ref('secret.shared'), url: 'x' };
  desired.template.sidecars = [
    {
      name: 'db',
      image: 'docker.io/library/mariadb:11.4.1',
      port: 3306,
      env: { ROOT: ref('secret.root'), USER_PASSWORD: ref('secret.shared'), MODE: '$(PATH) plain' },
      security: { runAsUser: 999, fsGroup: 998, readOnlyRootFilesystem: true },
      probes: {
        readiness: {
          tcp: true,
          initialDelaySeconds: 0,
          periodSeconds: 5,
          timeoutSeconds: 5,
          failureThreshold: 3,
        },
      },
      volume: { mountPath: '/var/lib/mysql', subPath: 'db' },
      scratch: ['/tmp'],
      share: { cpuPercent: 30, memoryPercent: 45 },
    },
  ];
  const secrets = { root: 'root-not-real', shared: 'shared-not-real' };
  const { deployment, secret, config } = build({ ...desired, secrets });
  const [app, db] = deployment.spec!.template.spec!.containers;

  it('have their own secrets and nobody else has them', () => {
    const keys = (env: typeof app) =>
      env!.env!.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.key ?? []);
    expect(keys(app)).toEqual(['DB_PASSWORD', 'MY_TOKEN']);
    expect(keys(db)).toEqual(['db.ROOT', 'db.USER_PASSWORD']);
    expect(secret).toEqual({
      DB_PASSWORD: 'shared-not-real',
      MY_TOKEN: 'abc',
      'db.ROOT': 'root-not-real',
      'db.USER_PASSWORD': 'shared-not-real',
    });
    // All of the Secret at once would be every container's.
    expect([app, db].flatMap((container) => container!.envFrom ?? [])).toEqual([
      { configMapRef: { name: deployment.metadata!.name } },
    ]);
    expect(config).toEqual({ url: 'x' });
  });

  it('have plain variables as written, which Kubernetes would else read references out of', () => {
    expect(db!.env).toContainEqual({ name: 'MODE', value: '$$(PATH) plain' });
  });

  it('share what was sold, to the last MiB', () => {
    expect(db!.resources?.limits).toEqual({ cpu: '99m', memory: '225Mi' });
    expect(app!.resources?.limits).toEqual({ cpu: '234m', memory: '275Mi' });
  });

  it('run as their own user, on their own directory of the one volume', () => {
    expect(db!.securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 998 });
    expect(db!.volumeMounts).toEqual([
      { name: 'data', mountPath: '/var/lib/mysql', subPath: 'db' },
      { name: 'db-scratch-0', mountPath: '/tmp' },
    ]);
    expect(db!.readinessProbe?.tcpSocket).toEqual({ port: 3306 });
  });

  it('restart the pod when a secret of theirs changes', () => {
    expect(podHash({ ...desired, secrets })).not.toEqual(
      podHash({ ...desired, secrets: { ...secrets, root: 'other' } }),
    );
  });
});

describe('wishes', () => {
  it('for a restart are another pod, once', () => {
    const desired = sampleInstance('n8n');
    const at = (restartedAt: string | null) =>
      build({ ...desired, restartedAt }).deployment.spec!.template.metadata!.annotations;
    expect(at('2026-01-01T00:00:00Z')).toEqual(at('2026-01-01T00:00:00Z'));
    expect(at('2026-01-01T00:00:00Z')).not.toEqual(at('2026-01-02T00:00:00Z'));
    expect(at(null)).not.toHaveProperty(['minispod.id/restarted-at']);
  });

  it('for another volume are its claim alone, and room for both in the quota', () => {
    const desired = sampleInstance('n8n', { ...ids, volumeGeneration: 2 });
    const { manifests, deployment, claim, quota } = build(desired, hosted, [claimOf(desired, '5Gi')]);
    const name = `i-${ids.instanceId}-data-2`;
    expect(manifests.filter(({ kind }) => kind === 'PersistentVolumeClaim')).toHaveLength(1);
    expect(claim.metadata?.name).toBe(name);
    expect(claim.spec?.resources?.requests?.storage).toBe('1Gi');
    expect(deployment.spec!.template.spec!.volumes![0]?.persistentVolumeClaim?.claimName).toBe(name);
    expect(quota.spec?.hard).toMatchObject({ 'requests.storage': '6Gi', persistentvolumeclaims: '2' });
  });

  const domains = [{ id: '0197b2f0-0000-7000-8000-00000000abcd', domain: 'shop.example.org' }];
  const addresses = (overrides: Partial<DesiredInstance>, settings = hosted) =>
    build(sampleInstance('ghost', { ...ids, domains, ...overrides }), settings).manifests.filter(
      ({ kind }) => kind === 'Ingress',
    ) as V1Ingress[];

  it('for a domain are an Ingress and a certificate of its own', () => {
    const [, own] = addresses({}, { ...hosted, domainIssuer: 'letsencrypt-http' });
    const name = `i-${ids.instanceId}-d-00000000abcd`;
    expect(own?.metadata).toMatchObject({
      name,
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt-http' },
    });
    expect(JSON.parse(own!.metadata!.annotations!['cert-manager.io/secret-template']!).labels).toEqual(
      own!.metadata!.labels,
    );
    expect(own?.spec?.tls).toEqual([{ hosts: ['shop.example.org'], secretName: `${name}-tls` }]);
    expect(own?.spec?.rules?.[0]?.host).toBe('shop.example.org');
    const [, plain] = addresses({});
    expect(plain?.spec?.tls).toBeUndefined();
    expect(plain?.metadata?.annotations).toBeUndefined();
  });

  it('to be seen by nobody are no Ingress at all', () => {
    expect(addresses({ running: false })).toEqual([]);
    expect(addresses({ isExposed: false })).toEqual([]);
    const desired = sampleInstance('ghost', { isExposed: false });
    expect(build(desired).deployment.spec?.replicas).toBe(1);
  });
});

describe('names', () => {
  it.each(['UPPER', 'a/b', 'a.b', '../kube-system', '', 'x'.repeat(70), 'a\nb'])('refuse the id %j', (id) => {
    expect(() => build(sampleInstance('n8n', { instanceId: id }))).toThrow(/Kubernetes name/);
    expect(() => build(sampleInstance('n8n', { userId: id }))).toThrow(/Kubernetes name/);
  });
});

describe('volumes', () => {
  it('grow, never shrink, and keep the class they have', () => {
    const desired = sampleInstance('n8n', { resources: { cpuMilli: 100, memoryMb: 128, storageGb: 10 } });
    const claimFor = (size: string, ...managers: string[]) =>
      build(desired, hosted, [claimOf(desired, size, ...managers)]).claim.spec;
    expect(claimFor('5Gi', 'minispod')).toMatchObject({
      storageClassName: 'old',
      resources: { requests: { storage: '10Gi' } },
    });
    expect(claimFor('20Gi')).toMatchObject({ resources: { requests: { storage: '20Gi' } } });
    expect(claimFor('5Gi', 'kubectl')?.storageClassName).toBeUndefined();
    expect(build(desired).claim.spec?.storageClassName).toBe('fast');
  });

  it('that are larger than the plans leave room in the quota for the next', () => {
    const desired = sampleInstance('n8n', {
      tenant: { cpuMilli: 200, memoryMb: 256, storageGb: 2, instances: 2 },
    });
    const other = {
      metadata: { name: 'i-other-data' },
      spec: { resources: { requests: { storage: '20Gi' } } },
    };
    expect(build(desired, hosted, [other]).quota.spec?.hard?.['requests.storage']).toBe('21Gi');
    expect(build(desired, hosted, []).quota.spec?.hard?.['requests.storage']).toBe('2Gi');
  });

  it.each([
    ['5Gi', 5],
    ['1500Mi', 2],
    ['5368709120', 5],
    ['10G', 10],
    ['1Ti', 1024],
  ])('understand %s as %i GiB', (quantity, gib) => {
    expect(toGibibytes(quantity)).toBe(gib);
    expect(toGibibytes(gibibytes(gib))).toBe(gib);
  });

  it('refuse a size they do not understand', () => {
    expect(() => toGibibytes('many')).toThrow(RangeError);
    expect(() => toGibibytes('5Zi')).toThrow(RangeError);
  });
});

describe('what a tenant may do', () => {
  const policy = build(sampleInstance('n8n')).manifests.find(({ kind }) => kind === 'NetworkPolicy') as {
    spec?: {
      egress: {
        to: { ipBlock?: { cidr: string; except: string[] } }[];
        ports?: { port: number; endPort?: number; protocol: string }[];
      }[];
    };
  };
  const internet = policy.spec!.egress.find(({ to }) => to.some(({ ipBlock }) => ipBlock))!;

  const policyOf = (egress: DesiredInstance['template']['egress'], settings = hosted) => {
    const desired = sampleInstance('n8n');
    desired.template.egress = egress;
    const { manifests, deployment } = build(desired, settings);
    const found = manifests.find(({ kind }) => kind === 'NetworkPolicy') as V1NetworkPolicy;
    return { ...found, podLabels: deployment.spec!.template.metadata!.labels! };
  };

  it('is one policy per tier, none of which selects a pod of another', () => {
    const all = (['internet', 'web', 'none'] as const).map((tier) => policyOf(tier));
    expect(all.map(({ metadata }) => metadata?.name)).toEqual(['minispod', 'minispod-web', 'minispod-none']);
    const selects = ({ spec }: V1NetworkPolicy, labels: Record<string, string>) =>
      spec!.podSelector!.matchExpressions!.every(
        ({ key, operator, values }) => operator === 'NotIn' && !values!.includes(labels[key] ?? ''),
      );
    for (const pod of all) {
      expect(all.filter((policy) => selects(policy, pod.podLabels))).toEqual([pod]);
      expect(selects(pod, {})).toBe(true);
      expect(pod.spec?.policyTypes).toEqual(['Ingress', 'Egress']);
      expect(pod.spec?.ingress).toEqual(all[0]?.spec?.ingress);
    }
  });

  it('reaches the web alone, or nothing but names and its own, as its tier says', () => {
    const ports = (tier: 'web' | 'none') =>
      policyOf(tier)
        .spec!.egress!.filter(({ to }) => to?.some(({ ipBlock }) => ipBlock))
        .flatMap((rule) => rule.ports!.map(({ port }) => port));
    expect(ports('web')).toEqual([80, 443, 443]);
    expect(ports('none')).toEqual([]);
    expect(policyOf('none').spec?.egress).toHaveLength(2);
  });

  it('is held to `restricted`, unless a template says why not, and then for good', () => {
    const level = (podSecurity: 'restricted' | 'baseline', enforced?: string) => {
      const desired = sampleInstance('n8n');
      desired.template.security.podSecurity = podSecurity;
      const labels = { 'pod-security.kubernetes.io/enforce': enforced ?? '' };
      const manifests = buildManifests(desired, hosted, { namespace: { metadata: { labels } }, claims: [] });
      return manifests[0]?.metadata?.labels?.['pod-security.kubernetes.io/enforce'];
    };
    expect(level('restricted')).toBe('restricted');
    expect(level('baseline', 'restricted')).toBe('baseline');
    expect(level('restricted', 'baseline')).toBe('baseline');
  });

  it('leaves no mail port open', () => {
    const open = (port: number) =>
      internet.ports!.some(
        (range) => range.protocol === 'TCP' && range.port <= port && port <= (range.endPort ?? range.port),
      );
    expect([25, 465, 587].filter(open)).toEqual([]);
    expect([1, 22, 80, 443, 464, 466, 5432, 65_535].filter(open)).toEqual([
      1, 22, 80, 443, 464, 466, 5432, 65_535,
    ]);
  });

  it('leaves no way to the cluster or the metadata service', () => {
    const [v4, v6] = internet.to.map(({ ipBlock }) => ipBlock!);
    expect(v4?.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12']));
    expect(v6?.except).toEqual(expect.arrayContaining(['fc00::/7', 'fe80::/10', '64:ff9b::/96']));
    const clouds = ['168.63.129.16/32', '192.0.0.0/24', '0.0.0.0/8'];
    expect(v4?.except).toEqual(expect.arrayContaining(clouds));
  });

  it('leaves no way to the ranges that the operator names, each in its own family', () => {
    const egressExcept = ['203.0.113.0/24', '2001:db8::/32'];
    const rules = policyOf('internet', { ...hosted, egressExcept }).spec?.egress ?? [];
    const [v4, v6] = rules.flatMap(({ to }) => (to ?? []).flatMap(({ ipBlock }) => ipBlock ?? []));
    expect([v4?.except?.at(-1), v6?.except?.at(-1)]).toEqual(egressExcept);
    expect(v4?.except).not.toContain('2001:db8::/32');
  });

  it('lets names, time and the web out by UDP, and nothing else', () => {
    const ports = internet.ports?.filter(({ protocol }) => protocol === 'UDP');
    expect(ports).toEqual([53, 123, 443].map((port) => ({ protocol: 'UDP', port })));
  });

  it.each(shippedTemplates)('meets Pod Security restricted: %s', (slug) => {
    const pod = build(sampleInstance(slug)).deployment.spec!.template.spec!;
    expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext } of pod.containers) {
      expect(securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(securityContext?.runAsUser).not.toBe(0);
    }
    const volumes = pod.volumes!.flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
    expect(new Set(volumes)).toEqual(new Set(['persistentVolumeClaim', 'emptyDir']));
  });
});
