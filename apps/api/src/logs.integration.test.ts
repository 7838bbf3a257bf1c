import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { sampleInstance } from '@minispod/cluster/sample-instance';
import type { LogLine } from '@minispod/contracts/instance';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { withTransaction } from '@minispod/database/transaction';
import { announce } from '@minispod/domain/live/announce';
import { startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, soon, startApi } from './testing/start-api.js';
import { subscriber } from './testing/subscriber.js';

let simulated: Awaited<ReturnType<typeof startSimulatedKubernetes>>;
let api: Api;
let address: string;
let planId: string;

beforeAll(async () => {
  simulated = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    readyAfterMs: 20,
    settings: { logIntervalMs: 300, crashAfterMs: 1_500, crashBackoffMs: 2_000 },
  });
  api = await startApi({ kubeConfig: { kind: 'text', yaml: simulated.kubeconfig } });
  address = await api.app.listen({ port: 0, host: '127.0.0.1' });
  planId = await cheapestPlan(api);
});
afterAll(async () => {
  await api.close();
  await simulated.close();
});

async function cheapestPlan({ dataSource }: Api): Promise<string> {
  const [plan] = await dataSource.manager.find(ServicePlan, {
    where: { planType: 'BASIC' },
    order: { monthlyPrice: 'ASC' },
    take: 1,
  });
  return plan?.id ?? '';
}

/** Somebody whose app is bought and, unless said otherwise, in the cluster. */
async function owner({ isApplied = true } = {}) {
  const somebody = await subscriber(api, planId, 1_000_000);
  const path = `${somebody.instancePath}/logs`;
  const logs = async (query = '') => (await somebody.ask('GET', `${path}${query}`)).body;
  const desired = sampleInstance('ghost', { instanceId: somebody.instanceId, userId: somebody.user.id });
  const cluster = createKubernetesCluster({
    kubeConfig: { kind: 'text', yaml: simulated.kubeconfig },
    appsDomain: 'apps.localhost',
  });
  if (isApplied) {
    await cluster.apply(desired);
    await soon(async () => expect((await logs()).data.lines.length).toBeGreaterThan(1));
  }
  return { ...somebody, logs, desired, cluster };
}

interface Stream {
  lines: LogLine[];
  text: () => string;
  drop: () => void;
  ended: Promise<void>;
}

/** The raw stream, as a browser reads it; Node 20 has no EventSource. */
async function follow(token: string | undefined, id: string, lastEventId?: string): Promise<Stream> {
  const connection = new AbortController();
  const input = encodeURIComponent(JSON.stringify({ id, ...(lastEventId && { lastEventId }) }));
  const response = await fetch(`${address}/trpc/instances.onLog?input=${input}`, {
    signal: connection.signal,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  const lines: LogLine[] = [];
  let text = '';
  const ended = (async () => {
    try {
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        const found = [...text.matchAll(/^data: (\{"at".*\})\nid: (.*)$/gm)].map(([, json = '', at]) => {
          const line = JSON.parse(json) as LogLine;
          expect(line.at).toBe(at);
          return line;
        });
        lines.splice(0, lines.length, ...found);
      }
    } catch {
      // Dropped by us.
    }
  })();
  return { lines, text: () => text, drop: () => connection.abort(), ended };
}

test('the owner reads the end of the log, and nobody else learns that there is one', async () => {
  const [mine, other] = [await owner(), await api.person()];
  const { data } = await mine.logs('?lines=1');
  expect(data).toMatchObject({ containers: ['app'], notice: null, lines: [{ text: expect.any(String) }] });
  const path = `/api/user${mine.instancePath}/logs`;
  expect((await api.ask('GET', path)).status).toBe(401);
  expect((await api.ask('GET', path, { token: other.accessToken })).status).toBe(404);
  const stream = await follow(other.accessToken, mine.instanceId);
  await stream.ended;
  expect(stream.text()).toContain('NOT_FOUND');
  const nobody = await follow(undefined, mine.instanceId);
  await nobody.ended;
  expect(nobody.text()).toContain('UNAUTHORIZED');
});

test('says in words why there is nothing to read', async () => {
  const mine = await owner({ isApplied: false });
  expect((await mine.logs()).data).toEqual({
    lines: [],
    containers: [],
    notice: 'The app is about to start again. Its log begins when it does.',
  });
  await mine.ask('POST', `${mine.instancePath}/stop`);
  expect((await mine.logs()).data.notice).toContain('stopped');
  const started = await owner();
  expect((await started.logs('?previous=true')).data.notice).toContain('has not been restarted');
  expect((await started.logs('?container=no-such')).error).toMatchObject({
    code: 'VALIDATION_ERROR',
    details: { container: 'One of app' },
  });
});

test('a browser that was cut off goes on behind the last line it had', async () => {
  const { token, instanceId, logs } = await owner();
  const first = await follow(token, instanceId);
  await soon(() => expect(first.lines.length).toBeGreaterThan(2));
  first.drop();
  const had = [...first.lines];
  const second = await follow(token, instanceId, had.at(-1)?.at);
  await soon(() => expect(second.lines.length).toBeGreaterThan(2));
  second.drop();
  const heard = [...had, ...second.lines];
  const all: LogLine[] = (await logs('?lines=1000')).data.lines;
  expect(all.slice(0, heard.length)).toEqual(heard);
});

test('what the run before said is there after a crash', async () => {
  const { logs, desired } = await owner();
  const namespace = `user-${desired.userId}`;
  await fetch(`${simulated.url}/sandbox/faults`, {
    method: 'POST',
    body: JSON.stringify({ type: 'crash', namespace }),
  });
  await soon(async () => {
    const { data } = await logs('?previous=true');
    expect(data.lines.at(-1)?.text).toContain('exit code 1');
  });
});

test('a fourth stream ends the first', async () => {
  const { token, instanceId } = await owner();
  const streams: Stream[] = [];
  for (let count = 0; count < 4; count += 1) {
    const stream = await follow(token, instanceId);
    await soon(() => expect(stream.lines.length).toBeGreaterThan(0));
    streams.push(stream);
  }
  const [first, ...others] = streams;
  await first?.ended;
  for (const { lines, drop } of others) {
    const before = lines.length;
    await soon(() => expect(lines.length).toBeGreaterThan(before));
    drop();
  }
});

test('ends when the instance is theirs no more', async () => {
  const { token, instanceId, id, user } = await owner();
  const heir = await api.person();
  const stream = await follow(token, instanceId);
  await soon(() => expect(stream.lines.length).toBeGreaterThan(0));
  await api.dataSource.query('UPDATE subscriptions SET user_id = $2 WHERE id = $1', [id, heir.user.id]);
  await withTransaction(api.dataSource, (tx) =>
    announce(tx, { topic: 'instance', userId: user.id, id: instanceId }),
  );
  await stream.ended;
});

test('ends with the login of whoever reads', async () => {
  const { token, instanceId } = await owner();
  const stream = await follow(token, instanceId);
  await soon(() => expect(stream.lines.length).toBeGreaterThan(0));
  await api.ask('POST', '/api/auth/logout', { token, body: {} });
  await stream.ended;
  expect((await api.ask('GET', '/api/auth/me', { token })).status).toBe(401);
});

test('a cluster that is away is said to be, and keeps nothing else from working', async () => {
  const away = await startApi();
  const somebody = await subscriber(away, await cheapestPlan(away), 1_000_000);
  const answer = await somebody.ask('GET', `${somebody.instancePath}/logs`);
  expect(answer.status).toBe(503);
  expect(answer.body.error).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('servers'),
  });
  expect((await somebody.ask('GET', somebody.instancePath)).status).toBe(200);
  await away.close();
});
