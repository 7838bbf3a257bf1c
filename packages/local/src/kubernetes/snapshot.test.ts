import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeInformer } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aDeployment, connect, eventually, FAST } from './client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from './server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let directory: string;
let cluster: SimulatedKubernetes;
const namespace = 'user-3';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'simulated-kubernetes-'));
  cluster = await start();
});
afterEach(async () => {
  await cluster.close();
  await rm(directory, { recursive: true });
});

function start(port = 0): Promise<SimulatedKubernetes> {
  return startSimulatedKubernetes({ port, ingressPort: 0, directory, readyAfterMs: 5, settings: FAST });
}

async function control(method: string, path: string, body?: object): Promise<object[]> {
  const answer = await fetch(`${cluster.url}/sandbox/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as object[];
}

async function deployed(): Promise<ReturnType<typeof connect>> {
  const client = connect(cluster.kubeconfig);
  await client.core.createNamespace({ body: { metadata: { name: namespace } } });
  const hard = { 'limits.cpu': '250m' };
  await client.core.createNamespacedResourceQuota({
    namespace,
    body: { metadata: { name: 'minispod' }, spec: { hard } },
  });
  await client.apps.createNamespacedDeployment({ namespace, body: aDeployment('kept') });
  await eventually(
    async () =>
      (await client.apps.readNamespacedDeployment({ namespace, name: 'kept' })).status?.readyReplicas,
  ).toBe(1);
  return client;
}

it('is as it was after a restart, and lives on', async () => {
  const before = await (await deployed()).apps.readNamespacedDeployment({ namespace, name: 'kept' });
  await cluster.close();
  cluster = await start();
  const { apps, core } = connect(cluster.kubeconfig);
  expect(await apps.readNamespacedDeployment({ namespace, name: 'kept' })).toEqual(before);
  const [pod] = (await core.listNamespacedPod({ namespace })).items;
  await core.deleteNamespacedPod({ namespace, name: pod?.metadata?.name ?? '' });
  await eventually(async () =>
    (await core.listNamespacedPod({ namespace })).items.map(({ metadata, status }) => [
      metadata?.uid === pod?.metadata?.uid,
      status?.phase,
    ]),
  ).toEqual([[false, 'Running']]);
  const { status } = await core.readNamespacedResourceQuota({ namespace, name: 'minispod' });
  expect(status?.used).toEqual({ 'limits.cpu': '250m' });
});

it('still has what volumes held, what nodes there were and what usage was asked for', async () => {
  const client = await deployed();
  const accessModes = ['ReadWriteOnce'];
  const spec = { accessModes, resources: { requests: { storage: '1Gi' } } };
  await client.core.createNamespacedPersistentVolumeClaim({
    namespace,
    body: { metadata: { name: 'data' }, spec },
  });
  await eventually(async () => (await control('GET', 'volumes')).length).toBe(1);
  await control('PUT', 'volumes', { namespace, claim: 'data', content: 'kept' });
  await control('POST', 'usage', { namespace, volumePercent: 85 });
  await control('POST', 'nodes', { name: 'added', cpu: '3' });
  const read = () => Promise.all(['volumes', 'usage', 'nodes'].map((topic) => control('GET', topic)));
  const before = await read();
  await cluster.close();
  await writeFile(join(directory, 'volumes', 'pvc-of-nobody'), 'left by a crash');
  cluster = await start();
  expect(await read()).toEqual(before);
  expect(before[2]).toContainEqual(expect.objectContaining({ name: 'added' }));
  expect(before[0]).toMatchObject([{ content: 'kept', claim: 'data' }]);
  expect(await readdir(join(directory, 'volumes'))).toHaveLength(1);
  await connect(cluster.kubeconfig).core.deleteNamespacedPersistentVolumeClaim({ namespace, name: 'data' });
  await eventually(() => readdir(join(directory, 'volumes'))).toEqual([]);
});

it('tells a watch from before the restart to list again', async () => {
  const client = await deployed();
  const names = new Set<string>();
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const informer = makeInformer(client.config, path, () =>
    client.core.listNamespacedConfigMap({ namespace }),
  );
  informer.on('add', ({ metadata }) => names.add(metadata?.name ?? ''));
  // The server is away for a moment; whoever watches tries until it is back.
  informer.on('error', () => setTimeout(() => void informer.start(), 10));
  await informer.start();
  const port = Number(new URL(cluster.url).port);
  await cluster.close();
  cluster = await start(port);
  await client.core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'after' } } });
  await eventually(() => names.has('after')).toBe(true);
  await informer.stop();
});

it.each([
  ['torn', (text: string) => text.slice(0, text.length / 2)],
  ['short', (text: string) => text.split('\n').slice(0, -2).join('\n')],
  ['not ours', () => '{"format":99}'],
  ['empty', () => ''],
])('begins anew beside a file that is %s', async (_how, damage) => {
  await deployed();
  await cluster.close();
  const path = join(directory, 'cluster.ndjson');
  await writeFile(path, damage(await readFile(path, 'utf8')));
  cluster = await start();
  const { core } = connect(cluster.kubeconfig);
  expect((await core.listNamespace()).items.map(({ metadata }) => metadata?.name)).not.toContain(namespace);
  expect((await readdir(directory)).filter((name) => name.includes('.bad-'))).toHaveLength(1);
});
