import { CustomObjectsApi, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connect, eventually, FAST, refusal } from '../client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from '../server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
let custom: CustomObjectsApi;
const namespace = 'default';
const kind = { group: 'snapshot.storage.k8s.io', version: 'v1', plural: 'volumesnapshots' };

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({ port: 0, ingressPort: 0, settings: { ...FAST, snapshotMs: 1 } });
  client = connect(cluster.kubeconfig);
  custom = client.config.makeApiClient(CustomObjectsApi);
});
afterAll(() => cluster.close());

interface Snapshot {
  status?: { readyToUse?: boolean; boundVolumeSnapshotContentName?: string; error?: { message: string } };
}

const snapshot = (name: string, claim: string, className = 'standard') =>
  custom.createNamespacedCustomObject({
    ...kind,
    namespace,
    body: {
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshot',
      metadata: { name },
      spec: { volumeSnapshotClassName: className, source: { persistentVolumeClaimName: claim } },
    },
  });
const statusOf = async (name: string) =>
  ((await custom.getNamespacedCustomObject({ ...kind, namespace, name })) as Snapshot).status;
const ready = (name: string) => eventually(async () => (await statusOf(name))?.readyToUse).toBe(true);

function claim(name: string, { from = '', storage = '1Gi' } = {}) {
  const dataSource = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: from };
  const accessModes = ['ReadWriteOnce'];
  const spec = { accessModes, resources: { requests: { storage } }, ...(from && { dataSource }) };
  return client.core.createNamespacedPersistentVolumeClaim({ namespace, body: { metadata: { name }, spec } });
}
const phaseOf = async (name: string) =>
  (await client.core.readNamespacedPersistentVolumeClaim({ namespace, name })).status?.phase;
const bound = (name: string) => eventually(() => phaseOf(name)).toBe('Bound');
const eventsOf = async (name: string) => {
  const fieldSelector = `involvedObject.name=${name}`;
  return (await client.core.listNamespacedEvent({ namespace, fieldSelector })).items.map(
    (each) => each.message,
  );
};

async function fill(name: string, content: string): Promise<void> {
  const body = JSON.stringify({ namespace, claim: name, content });
  expect((await fetch(`${cluster.url}/sandbox/volumes`, { method: 'PUT', body })).status).toBe(200);
}
async function contentOf(name: string): Promise<string | undefined> {
  const all = await (await fetch(`${cluster.url}/sandbox/volumes`)).json();
  return (all as { claim: string; content: string }[]).find((each) => each.claim === name)?.content;
}

it('a snapshot keeps what the volume held, and a claim begins with it', async () => {
  await claim('old');
  await bound('old');
  await fill('old', 'as it was');
  await snapshot('kept', 'old');
  await ready('kept');
  await fill('old', 'as it became');
  await claim('new', { from: 'kept' });
  await bound('new');
  expect([await contentOf('old'), await contentOf('new')]).toEqual(['as it became', 'as it was']);
  const { spec } = await client.core.readNamespacedPersistentVolumeClaim({ namespace, name: 'new' });
  expect(spec?.dataSourceRef).toEqual(spec?.dataSource);

  const name = (await statusOf('kept'))?.boundVolumeSnapshotContentName ?? '';
  const content = { ...kind, plural: 'volumesnapshotcontents', name };
  await custom.getClusterCustomObject(content);
  await custom.deleteNamespacedCustomObject({ ...kind, namespace, name: 'kept' });
  expect(await refusal(custom.getClusterCustomObject(content))).toMatchObject({ code: 404 });
  expect(await contentOf('new')).toBe('as it was');
});

it('what is lacking is waited for, and said', async () => {
  await claim('early', { from: 'later' });
  await eventually(() => eventsOf('early')).toContainEqual(expect.stringContaining('"later" not found'));
  await snapshot('later', 'absent');
  await eventually(async () => (await statusOf('later'))?.error?.message).toContain('absent');
  expect(await phaseOf('early')).toBe('Pending');
  await claim('absent');
  await bound('early');
  await snapshot('classless', 'absent', 'gone');
  await eventually(async () => (await statusOf('classless'))?.error?.message).toContain('"gone" not found');
});

it('a claim smaller than the snapshot is not provisioned', async () => {
  await claim('large', { storage: '2Gi' });
  await snapshot('of-large', 'large');
  await ready('of-large');
  await claim('small', { from: 'of-large' });
  await eventually(() => eventsOf('small')).toContainEqual(expect.stringContaining('is less than the size'));
});

it('is a kind of its own definition: no strategic merge, and one source', async () => {
  const patch = custom.patchNamespacedCustomObject(
    { ...kind, namespace, name: 'later', body: { metadata: { labels: { a: 'b' } } } },
    setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
  );
  expect(await refusal(patch)).toMatchObject({ code: 415 });
  const body = { metadata: { name: 'sourceless' }, spec: { source: {} } };
  expect(await refusal(custom.createNamespacedCustomObject({ ...kind, namespace, body }))).toMatchObject({
    code: 422,
  });
});
