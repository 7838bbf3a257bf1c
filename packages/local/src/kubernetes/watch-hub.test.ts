import { ADD, type Informer, makeInformer, UPDATE, type V1ConfigMap, Watch } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect, eventually, FAST } from './client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from './server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
const namespace = 'default';
const path = `/api/v1/namespaces/${namespace}/configmaps`;

beforeEach(async () => {
  cluster = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    historyLimit: 40,
    settings: { ...FAST, bookmarkMs: 10 },
  });
  client = connect(cluster.kubeconfig);
});
afterEach(() => cluster.close());

const create = (name: string, labels: Record<string, string> = {}) =>
  client.core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels } } });
const fault = (body: object) =>
  fetch(`${cluster.url}/sandbox/faults`, { method: 'POST', body: JSON.stringify(body) });

interface Seen {
  type: string;
  object: { metadata?: { name?: string; resourceVersion: string }; code?: number };
}

/** Watches until `enough`, then says what came; a watch that the server ends, ends it too. */
async function watched(
  query: Record<string, string | boolean | number>,
  enough: (seen: Seen[]) => boolean,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  const watch = new Watch(client.config);
  await new Promise<void>((resolve, reject) => {
    const request = watch.watch(
      path,
      query,
      (type, object) => {
        seen.push({ type, object });
        if (enough(seen)) void request.then((controller) => controller.abort());
      },
      (error) => (error && error.name !== 'AbortError' ? reject(error) : resolve()),
    );
  });
  return seen;
}

describe('a watch', () => {
  it('resumes from a version without missing or repeating anything', async () => {
    await create('before');
    const { metadata } = await client.core.listNamespacedConfigMap({ namespace });
    await create('one');
    await create('two');
    await client.core.deleteNamespacedConfigMap({ namespace, name: 'one' });
    const seen = await watched(
      { resourceVersion: metadata?.resourceVersion ?? '' },
      ({ length }) => length === 3,
    );
    expect(seen.map(({ type, object }) => `${type} ${object.metadata?.name}`)).toEqual([
      'ADDED one',
      'ADDED two',
      'DELETED one',
    ]);
    const versions = seen.map(({ object }) => Number(object.metadata?.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  it('begins with everything there is when no version is given, and sees objects enter and leave a selector', async () => {
    await create('in', { tier: 'a' });
    await create('out', { tier: 'b' });
    const seeing = watched({ labelSelector: 'tier=a' }, ({ length }) => length === 3);
    const relabel = (name: string, tier: string) =>
      client.core.replaceNamespacedConfigMap({
        namespace,
        name,
        body: { metadata: { name, labels: { tier } } },
      });
    await relabel('out', 'a');
    await relabel('in', 'b');
    const names = (await seeing).map(({ type, object }) => `${type} ${object.metadata?.name}`);
    expect(names).toEqual(['ADDED in', 'ADDED out', 'DELETED in']);
  });

  it('is told by an ERROR event that its version is too old', async () => {
    const first = await create('old');
    for (let index = 0; index < 60; index += 1) await create(`more-${index}`);
    const seen = await watched({ resourceVersion: first.metadata?.resourceVersion ?? '' }, () => false);
    expect(seen).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }]);
  });

  it('is told the version while nothing happens to it, and ends in time', async () => {
    const bookmark = await watched({ allowWatchBookmarks: true, resourceVersion: '0' }, (seen) =>
      seen.some(({ type }) => type === 'BOOKMARK'),
    );
    expect(Number(bookmark.at(-1)?.object.metadata?.resourceVersion)).toBeGreaterThan(0);
    await watched({ timeoutSeconds: 1, resourceVersion: '0' }, () => false);
  });
});

describe('an informer', () => {
  function informer(): { informer: Informer<V1ConfigMap>; names: Set<string>; errors: unknown[] } {
    const made = makeInformer(client.config, path, () => client.core.listNamespacedConfigMap({ namespace }));
    const names = new Set<string>();
    const errors: unknown[] = [];
    for (const verb of [ADD, UPDATE] as const)
      made.on(verb, ({ metadata }) => names.add(metadata?.name ?? ''));
    made.on('error', (error) => {
      errors.push(error);
      void made.start();
    });
    return { informer: made, names, errors };
  }

  it.each([
    ['ended', { type: 'drop-watches' }],
    ['broken', { type: 'drop-watches', abrupt: true }],
    ['expired', { type: 'expire-watches' }],
  ])('survives watches being %s', async (_how, body) => {
    const { informer: made, names } = informer();
    await made.start();
    try {
      for (const name of ['a', 'b', 'c']) {
        await create(name);
        await eventually(() => names.has(name)).toBe(true);
        expect((await fault(body)).status).toBe(200);
      }
    } finally {
      await made.stop();
    }
  });

  it('relists when the server answers 410 to the watch itself', async () => {
    await fault({ type: 'api', status: 410, verbs: ['watch'], times: 1 });
    const { informer: made, names, errors } = informer();
    await made.start();
    try {
      await create('after');
      await eventually(() => names.has('after')).toBe(true);
      expect(errors).toEqual([]);
    } finally {
      await made.stop();
    }
  });
});
