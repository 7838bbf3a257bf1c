import { request } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { aDeployment, connect, eventually, FAST, MERGE } from './client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from './server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
const namespace = 'default';
const host = 'notes.localhost';

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({ port: 0, ingressPort: 0, readyAfterMs: 5, settings: FAST });
  client = connect(cluster.kubeconfig);
});
afterAll(() => cluster.close());

/** By node:http, as fetch does not let the Host header be chosen. */
function visit(to: string, path = '/'): Promise<{ code: number | undefined; page: string }> {
  return new Promise((resolve, reject) => {
    const call = request(`${cluster.ingressUrl}${path}`, { headers: { host: to } }, (response) => {
      let page = '';
      response.on('data', (chunk) => {
        page += chunk;
      });
      response.on('end', () => resolve({ code: response.statusCode, page }));
    });
    call.on('error', reject).end();
  });
}

it('follows an instance from nothing to ready to stopped to gone', async () => {
  expect(await visit(host)).toMatchObject({ code: 404 });
  const body = aDeployment('notes');
  const [container] = body.spec.template.spec?.containers ?? [];
  const accessModes = ['ReadWriteOnce'];
  await client.core.createNamespacedPersistentVolumeClaim({
    namespace,
    body: {
      metadata: { name: 'notes-data' },
      spec: { accessModes, resources: { requests: { storage: '1Gi' } } },
    },
  });
  Object.assign(body.spec.template.spec ?? {}, {
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'notes-data' } }],
  });
  Object.assign(container ?? {}, {
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
    image: 'example.test/<b>notes</b>:1',
    env: [
      { name: 'N8N_HOST', value: 'shown-by-name-only' },
      { name: 'DB_PASSWORD', value: 'hidden' },
      { name: 'LICENCE', valueFrom: { secretKeyRef: { name: 'x', key: 'y', optional: true } } },
    ],
  });
  await client.apps.createNamespacedDeployment({
    namespace,
    body: { ...body, spec: { ...body.spec, replicas: 0 } },
  });
  const spec = { selector: { instance: 'notes' }, ports: [{ port: 80 }] };
  await client.core.createNamespacedService({ namespace, body: { metadata: { name: 'notes' }, spec } });
  const backend = { service: { name: 'notes', port: { number: 80 } } };
  const rules = [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  await client.networking.createNamespacedIngress({
    namespace,
    body: { metadata: { name: 'notes' }, spec: { rules } },
  });
  expect(await visit(host)).toMatchObject({ code: 503, page: expect.stringContaining('stopped') });

  const scale = (replicas: number) =>
    client.apps.patchNamespacedDeployment({ namespace, name: 'notes', body: { spec: { replicas } } }, MERGE);
  await scale(1);
  await eventually(async () => (await visit(`${host}:3004`, '/healthz?deep=1')).code).toBe(200);
  const { page } = await visit(host);
  for (const shown of ['simulated cluster', 'N8N_HOST', 'cpu 250m', '&lt;b&gt;notes'])
    expect(page).toContain(shown);
  for (const hidden of ['<b>notes', 'DB_PASSWORD', 'LICENCE', 'shown-by-name-only', 'http://', 'https://'])
    expect(page).not.toContain(hidden);

  const visits = async () => Number(/visits&quot;:(\d+)/.exec((await visit(host)).page)?.[1]);
  const before = await visits();
  expect(await visits()).toBe(before + 1);

  await scale(0);
  await eventually(async () => (await visit(host)).code).toBe(503);
  await client.networking.deleteNamespacedIngress({ namespace, name: 'notes' });
  expect((await visit(host)).code).toBe(404);
});
