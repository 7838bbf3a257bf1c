import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { afterEach, describe, expect, it } from 'vitest';
import { createKubernetesCluster } from './kubernetes-cluster.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const refuse =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(JSON.stringify({ kind: 'Status', code: status }));
const answer: Answer = (_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ metadata: {}, items: [] }));
};

describe('a request', () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  /** A cluster whose server answers as told, one after the other, and well from then on. */
  async function scripted(...answers: Answer[]) {
    const at: number[] = [];
    const server = createServer((request, response) => {
      at.push(performance.now());
      (answers.shift() ?? answer)(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const yaml = JSON.stringify({
      clusters: [{ name: 'x', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'x', user: {} }],
      contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
      'current-context': 'x',
    });
    const kubeConfig = { kind: 'text' as const, yaml };
    return { at, cluster: createKubernetesCluster({ kubeConfig, appsDomain: 'localhost' }) };
  }

  it('that came too early is made again after Retry-After, and not before', async () => {
    const { at, cluster } = await scripted(refuse(429, { 'retry-after': '1' }));
    await cluster.readInventory();
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(990);
    expect(at).toHaveLength(4);
  });

  it('is given up when it is refused again and again, or for longer than anybody waits', async () => {
    const again = refuse(429, { 'retry-after': '0' });
    const { at, cluster } = await scripted(again, again, again, again);
    await expect(cluster.readInventory()).rejects.toThrow(ClusterUnreachable);
    expect(at).toHaveLength(4);
    const long = await scripted(refuse(429, { 'retry-after': '3600' }));
    await expect(long.cluster.readInventory()).rejects.toThrow(ClusterUnreachable);
    expect(long.at).toHaveLength(1);
  });

  it('on a connection that died is made once more, and only once', async () => {
    const hangUp: Answer = (request) => request.socket.destroy();
    const { at, cluster } = await scripted(hangUp);
    await cluster.readInventory();
    expect(at).toHaveLength(4);
    const dead = await scripted(hangUp, hangUp, hangUp);
    await expect(dead.cluster.readInventory()).rejects.toThrow(ClusterUnreachable);
    expect(dead.at).toHaveLength(2);
  });

  it('that the server could not do is made again, and told when it never can', async () => {
    const { at, cluster } = await scripted(refuse(500), refuse(503));
    await cluster.readInventory();
    expect(at).toHaveLength(5);
    const broken = await scripted(...Array.from({ length: 4 }, () => refuse(500)));
    await expect(broken.cluster.readInventory()).rejects.toThrow(ClusterUnreachable);
    expect(broken.at).toHaveLength(4);
  });
});
