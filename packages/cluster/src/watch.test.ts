import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { instanceLabels, instanceName, namespaceName } from './names.js';

const ref = { instanceId: 'a', userId: 'u', subscriptionId: 's' };

function deployment(resourceVersion: string, overrides: object = {}) {
  const metadata = {
    name: instanceName(ref.instanceId),
    namespace: namespaceName(ref.userId),
    labels: instanceLabels(ref),
    uid: 'uid',
    generation: 1,
    resourceVersion,
    ...overrides,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { replicas: 0 },
    status: { observedGeneration: 1 },
  };
}

/** An API server of which a test scripts each answer about Deployments; the other kinds are empty and quiet. */
class ScriptedServer {
  lists = 0;
  readonly watches: URLSearchParams[] = [];
  items: object[] = [];
  version = '10';
  onWatch: (response: ServerResponse, nth: number) => void = () => {};
  private readonly server = createServer((request, response) => this.answer(request, response));

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://server');
    const last = url.pathname.split('/').at(-1);
    const scripted = last === 'deployments';
    response.setHeader('content-type', 'application/json');
    if (last === 'v1') response.end(JSON.stringify(resources));
    else if (url.searchParams.has('watch')) {
      response.flushHeaders();
      if (scripted) this.onWatch(response, this.watches.push(url.searchParams));
    } else {
      if (scripted) this.lists += 1;
      const kind = `${resources.resources.find(({ name }) => name === last)?.kind}List`;
      const metadata = { resourceVersion: this.version };
      response.end(JSON.stringify({ kind, apiVersion: 'v1', metadata, items: scripted ? this.items : [] }));
    }
  }
}

const resources = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: 'v1',
  resources: [
    { name: 'deployments', kind: 'Deployment' },
    { name: 'pods', kind: 'Pod' },
    { name: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim' },
  ].map((resource) => ({ ...resource, namespaced: true, singularName: '', verbs: [] })),
};

const event = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;

describe('a watch', () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function watching(server: ScriptedServer, onChange: (id: string) => void = () => {}) {
    const url = await server.start();
    cleanups.push(() => server.stop());
    const onWatchInterrupted = vi.fn();
    const yaml = JSON.stringify({
      clusters: [{ name: 'x', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'x', user: {} }],
      contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
      'current-context': 'x',
    });
    const cluster = createKubernetesCluster({
      kubeConfig: { kind: 'text', yaml },
      appsDomain: 'localhost',
      onWatchInterrupted,
    });
    const stop = new AbortController();
    const done = cluster.watch(onChange, stop.signal);
    // A test that expects the watch to fail looks at `done` itself.
    done.catch(() => {});
    cleanups.push(async () => {
      stop.abort();
      await done.catch(() => {});
    });
    return { cluster, stop, done, onWatchInterrupted };
  }

  it('goes on where a bookmark left off when the server closes it', async () => {
    const server = new ScriptedServer();
    server.onWatch = (response, nth) => {
      if (nth === 1)
        response.end(event('BOOKMARK', { kind: 'Deployment', metadata: { resourceVersion: '99' } }));
    };
    await watching(server);
    await vi.waitFor(() => expect(server.watches).toHaveLength(2), 5_000);
    expect(server.watches.map((query) => query.get('resourceVersion'))).toEqual(['10', '99']);
    expect(server.watches[0]?.get('allowWatchBookmarks')).toBe('true');
    expect(server.lists).toBe(1);
  });

  it('lists again after 410 and hears of what vanished meanwhile', async () => {
    const server = new ScriptedServer();
    server.items = [deployment('5')];
    const onChange = vi.fn();
    server.onWatch = (response, nth) => {
      if (nth > 1) return;
      server.items = [];
      server.version = '20';
      response.end(event('ERROR', { kind: 'Status', code: 410 }));
    };
    const { cluster } = await watching(server, onChange);
    await vi.waitFor(() => expect(server.watches).toHaveLength(2), 5_000);
    expect(server.watches[1]?.get('resourceVersion')).toBe('20');
    expect(onChange.mock.calls).toEqual([['a'], ['a']]);
    expect((await cluster.observe(ref)).phase).toBe('ABSENT');
  });

  it('does not list again when the connection breaks', async () => {
    const server = new ScriptedServer();
    server.onWatch = (response, nth) => {
      if (nth === 1) response.destroy();
    };
    await watching(server);
    await vi.waitFor(() => expect(server.watches).toHaveLength(2), 5_000);
    expect(server.lists).toBe(1);
  });

  it('tells of a change once and of an unchanged object in a new list not at all', async () => {
    const server = new ScriptedServer();
    server.items = [deployment('5')];
    const onChange = vi.fn();
    server.onWatch = (response, nth) => {
      if (nth === 1) response.end(event('ERROR', { kind: 'Status', code: 410 }));
      if (nth === 2) response.write(event('MODIFIED', deployment('11')));
    };
    await watching(server, onChange);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2), 5_000);
    expect(server.lists).toBe(2);
  });

  it('does not storm a server that closes at once', async () => {
    const server = new ScriptedServer();
    server.onWatch = (response) => response.end();
    const { onWatchInterrupted } = await watching(server);
    await vi.waitFor(() => expect(onWatchInterrupted).toHaveBeenCalledTimes(4), 5_000);
    const pauses = onWatchInterrupted.mock.calls.map(([, , retryInMs]) => retryInMs as number);
    for (const [index, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(50 * 2 ** index);
  });

  it('ignores an object whose labels name another place', async () => {
    const server = new ScriptedServer();
    server.items = [
      deployment('5', { namespace: 'user-somebody-else' }),
      deployment('6', { name: 'i-a-copy' }),
    ];
    const onChange = vi.fn();
    const { cluster } = await watching(server, onChange);
    await vi.waitFor(() => expect(server.watches).toHaveLength(1), 5_000);
    expect((await cluster.observe(ref)).phase).toBe('ABSENT');
  });

  it('ends at an abort, also one that comes first, and fails when its listener throws', async () => {
    const server = new ScriptedServer();
    server.items = [deployment('5')];
    const { stop, done, cluster } = await watching(server);
    stop.abort();
    await expect(done).resolves.toBeUndefined();
    await expect(cluster.watch(() => {}, AbortSignal.abort())).resolves.toBeUndefined();
    const failing = cluster.watch(() => {
      throw new Error('listener');
    }, new AbortController().signal);
    await expect(failing).rejects.toThrow('listener');
  });
});
