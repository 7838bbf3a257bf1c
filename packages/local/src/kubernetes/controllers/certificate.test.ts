import { createPrivateKey, X509Certificate } from 'node:crypto';
import { CustomObjectsApi, NodeV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { aDeployment, connect, eventually, FAST, MERGE, refusal } from '../client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from '../server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
let custom: CustomObjectsApi;
const namespace = 'default';
const kind = { group: 'cert-manager.io', version: 'v1', plural: 'certificates', namespace };

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    readyAfterMs: 5,
    settings: { ...FAST, certificateMs: 1 },
  });
  client = connect(cluster.kubeconfig);
  custom = client.config.makeApiClient(CustomObjectsApi);
});
afterAll(() => cluster.close());

interface Certificate {
  spec: { dnsNames: string[] };
  status?: {
    notAfter?: string;
    revision?: number;
    conditions?: { type: string; status: string; reason: string; message: string }[];
  };
}

const certificate = async (name: string) =>
  (await custom.getNamespacedCustomObject({ ...kind, name })) as Certificate;
const isReady = async (name: string) =>
  (await certificate(name)).status?.conditions?.find(({ type }) => type === 'Ready');
const ready = (name: string) =>
  eventually(async () => (await isReady(name).catch(() => undefined))?.status).toBe('True');
const names = async () =>
  ((await custom.listNamespacedCustomObject(kind)) as { items: { metadata: { name: string } }[] }).items.map(
    ({ metadata }) => metadata.name,
  );

function ingress(name: string, tls: { hosts: string[]; secretName: string }[]) {
  const annotations = { 'cert-manager.io/cluster-issuer': 'letsencrypt' };
  const backend = { service: { name, port: { number: 80 } } };
  const rules = tls.map(({ hosts }) => ({
    host: hosts[0] ?? '',
    http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
  }));
  return { metadata: { name, annotations }, spec: { rules, tls } };
}

async function fault(body: object): Promise<void> {
  const answer = await fetch(`${cluster.url}/sandbox/faults`, { method: 'PUT', body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

it('an Ingress gets a real certificate for its hosts, another when they change, none when it goes', async () => {
  const hosts = ['shop.example.com', 'www.shop.example.com'];
  const body = ingress('shop', [{ hosts, secretName: 'shop-tls' }]);
  const template = (instance: string) => JSON.stringify({ labels: { instance } });
  const annotations = { ...body.metadata.annotations, 'cert-manager.io/secret-template': template('shop') };
  body.metadata.annotations = annotations;
  await client.networking.createNamespacedIngress({ namespace, body });
  await ready('shop-tls');
  const label = async () =>
    (await client.core.readNamespacedSecret({ namespace, name: 'shop-tls' })).metadata?.labels?.instance;
  await eventually(label).toBe('shop');
  const read = async () => {
    const secret = await client.core.readNamespacedSecret({ namespace, name: 'shop-tls' });
    const pem = (key: string) => Buffer.from(secret.data?.[key] ?? '', 'base64').toString();
    return { type: secret.type, key: pem('tls.key'), issued: new X509Certificate(pem('tls.crt')) };
  };
  const { type, key, issued } = await read();
  expect(type).toBe('kubernetes.io/tls');
  expect(hosts.map((host) => issued.checkHost(host))).toEqual(hosts);
  expect(issued.checkHost('example.com')).toBeUndefined();
  expect(issued.checkPrivateKey(createPrivateKey(key))).toBe(true);
  const { status } = await certificate('shop-tls');
  expect(status?.revision).toBe(1);
  expect(Date.parse(status?.notAfter ?? '')).toBe(Date.parse(issued.validTo));

  const tls = [{ hosts: ['new.example.com'], secretName: 'shop-tls' }];
  await client.networking.patchNamespacedIngress({ namespace, name: 'shop', body: { spec: { tls } } }, MERGE);
  await eventually(async () => (await read()).issued.checkHost('new.example.com')).toBe('new.example.com');
  await ready('shop-tls');
  annotations['cert-manager.io/secret-template'] = template('other');
  const change = { namespace, name: 'shop', body: { metadata: { annotations } } };
  await client.networking.patchNamespacedIngress(change, MERGE);
  await eventually(label).toBe('other');
  expect((await certificate('shop-tls')).status?.revision).toBe(2);
  await client.core.deleteNamespacedSecret({ namespace, name: 'shop-tls' });
  await eventually(() => read().catch(() => undefined)).toBeDefined();

  await client.networking.deleteNamespacedIngress({ namespace, name: 'shop' });
  await eventually(names).not.toContain('shop-tls');
  // As with cert-manager: the Secret stays, and is used again when the Ingress comes back.
  expect((await read()).type).toBe('kubernetes.io/tls');
});

it('a fault keeps it from being ready and says why, until it is cleared', async () => {
  const message = 'CAA record for bad.example.com prevents issuance';
  await fault({ type: 'certificate', host: 'bad.example.com', message });
  const tls = ['good', 'bad'].map((name) => ({ hosts: [`${name}.example.com`], secretName: `${name}-tls` }));
  await client.networking.createNamespacedIngress({ namespace, body: ingress('two', tls) });
  await ready('good-tls');
  await eventually(async () => (await isReady('bad-tls'))?.message).toBe(message);
  expect(await isReady('bad-tls')).toMatchObject({ status: 'False', reason: 'Failed' });
  expect(await refusal(client.core.readNamespacedSecret({ namespace, name: 'bad-tls' }))).toMatchObject({
    code: 404,
  });
  await fetch(`${cluster.url}/sandbox/faults`, { method: 'DELETE' });
  await ready('bad-tls');
  await client.networking.patchNamespacedIngress(
    { namespace, name: 'two', body: { spec: { tls: tls.slice(0, 1) } } },
    MERGE,
  );
  await eventually(names).toEqual(['good-tls']);
});

it('an Ingress that names no issuer, or a Certificate of somebody else, is left alone', async () => {
  const tls = [{ hosts: ['plain.example.com'], secretName: 'plain-tls' }];
  const { metadata, spec } = ingress('plain', tls);
  await client.networking.createNamespacedIngress({
    namespace,
    body: { metadata: { name: metadata.name }, spec },
  });
  const own = { dnsNames: ['own.example.com'], secretName: 'own-tls', issuerRef: { name: 'own' } };
  const body = { metadata: { name: 'own-tls' }, spec: own };
  await custom.createNamespacedCustomObject({ ...kind, body });
  await ready('own-tls');
  const other = [{ hosts: ['other.example.com'], secretName: 'own-tls' }];
  await client.networking.createNamespacedIngress({ namespace, body: ingress('other', other) });
  const last = [{ hosts: ['last.example.com'], secretName: 'last-tls' }];
  await client.networking.createNamespacedIngress({ namespace, body: ingress('last', last) });
  await ready('last-tls');
  expect((await certificate('own-tls')).spec.dnsNames).toEqual(own.dnsNames);
  expect(await names()).not.toContain('plain-tls');
});

it('a pod that asks for a RuntimeClass that is not there is refused', async () => {
  const { template } = aDeployment('isolated').spec;
  const body = { metadata: { name: 'isolated' }, spec: { ...template.spec, runtimeClassName: 'gvisor' } };
  const create = () => client.core.createNamespacedPod({ namespace, body: body as never });
  expect(await refusal(create())).toMatchObject({
    code: 403,
    message: 'pods "isolated" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
  });
  await client.config
    .makeApiClient(NodeV1Api)
    .createRuntimeClass({ body: { metadata: { name: 'gvisor' }, handler: 'runsc' } });
  await create();
});
