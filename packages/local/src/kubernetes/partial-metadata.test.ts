import { setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connect, FAST, MERGE, refusal } from './client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from './server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
const namespace = 'default';
const list = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const one = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const kind = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' };

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    settings: { ...FAST, bookmarkMs: 20 },
  });
  client = connect(cluster.kubeconfig);
  const body = { metadata: { name: 'a', labels: { of: 'us' } }, data: { much: 'x'.repeat(1000) } };
  await client.core.createNamespacedConfigMap({ namespace, body });
});
afterAll(() => cluster.close());

type Answer = Record<'metadata' | 'reason', unknown> & { items: object[] };

const get = async (path: string, accept: string) => {
  const authorization = `Bearer ${client.config.getCurrentUser()?.token}`;
  const answer = await fetch(`${cluster.url}/api/v1/namespaces/${namespace}/configmaps${path}`, {
    headers: { accept, authorization },
  });
  return { code: answer.status, body: (await answer.json()) as Answer };
};

it('a list has the metadata of each, and its own version', async () => {
  const whole = await client.core.listNamespacedConfigMap({ namespace });
  const partial = await client.core.listNamespacedConfigMap({ namespace }, setHeaderOptions('Accept', list));
  expect(partial.items.map(({ metadata }) => metadata)).toEqual(whole.items.map(({ metadata }) => metadata));
  expect(partial.items.every(({ data }) => data === undefined)).toBe(true);
  const { body } = await get('', list);
  expect(body).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
  expect(body.metadata).toEqual({ resourceVersion: whole.metadata?.resourceVersion });
  expect(body.items[0]).toEqual({ ...kind, metadata: expect.objectContaining({ labels: { of: 'us' } }) });
});

it('one object too; a refusal is the Status it always is', async () => {
  const { body } = await get('/a', one);
  expect(body).toEqual({ ...kind, metadata: expect.objectContaining({ name: 'a' }) });
  expect((await get('/b', one)).body).toMatchObject({ kind: 'Status', reason: 'NotFound' });
});

it.each([
  ['a list asked for as one object', '', one, 406],
  ['one object asked for as a list', '/a', list, 406],
  ['what is asked for second when the first is not spoken', '/a', `application/x-other, ${one}`, 200],
  ['the whole object before its metadata', '/a', `application/json, ${one}`, 200],
])('%s is answered with its code', async (_what, path, accept, code) => {
  const { code: got, body } = await get(path, accept);
  expect(got).toBe(code);
  if (code === 200) expect('data' in body).toBe(accept.startsWith('application/json,'));
  else expect(body.reason).toBe('NotAcceptable');
});

it('a watch tells metadata, and one beside it whole objects', async () => {
  const version = (await client.core.listNamespacedConfigMap({ namespace })).metadata?.resourceVersion;
  const read = async (accept: string, events: number) => {
    const query = `watch=true&resourceVersion=${version}&allowWatchBookmarks=true`;
    const answer = await fetch(`${cluster.url}/api/v1/namespaces/${namespace}/configmaps?${query}`, {
      headers: { accept, authorization: `Bearer ${client.config.getCurrentUser()?.token}` },
    });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk);
      if (text.split('\n').length > events) break;
    }
    return text
      .split('\n')
      .slice(0, events)
      .map((line) => JSON.parse(line));
  };
  await client.core.patchNamespacedConfigMap({ namespace, name: 'a', body: { data: { more: 'y' } } }, MERGE);
  await client.core.deleteNamespacedConfigMap({ namespace, name: 'a' });
  const [changed, deleted, bookmark] = await read(one, 3);
  expect(changed).toEqual({
    type: 'MODIFIED',
    object: { ...kind, metadata: expect.objectContaining({ name: 'a' }) },
  });
  expect(deleted).toMatchObject({ type: 'DELETED', object: kind });
  expect(deleted.object.data).toBeUndefined();
  expect(bookmark).toMatchObject({ type: 'BOOKMARK', object: kind });
  expect(Number(bookmark.object.metadata.resourceVersion)).toBeGreaterThanOrEqual(
    Number(deleted.object.metadata.resourceVersion),
  );
  expect((await read('application/json', 1))[0].object.data).toMatchObject({ more: 'y' });
  expect(await refusal(client.core.readNamespacedConfigMap({ namespace, name: 'a' }))).toMatchObject({
    code: 404,
  });
});
