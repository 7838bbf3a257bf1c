import type {
  V1Deployment,
  V1Ingress,
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

describe.each(['n8n', 'ghost', 'postgresql'])('%s', (slug) => {
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
    expect(v6?.except).toEqual(expect.arrayContaining(['fc00::/7', 'fe80::/10']));
  });

  it.each(shippedTemplates)('meets Pod Security restricted: %s', (slug) => {
    const pod = build(sampleInstance(slug)).deployment.spec!.template.spec!;
    expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.containers.map((container) => container.securityContext)).toEqual([
      { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    ]);
    const volumes = pod.volumes!.flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
    expect(new Set(volumes)).toEqual(new Set(['persistentVolumeClaim', 'emptyDir']));
  });
});
