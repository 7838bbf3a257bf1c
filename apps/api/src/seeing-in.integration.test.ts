import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { withTransaction } from '@minispod/database/transaction';
import { raiseAlert } from '@minispod/domain/alert/raise';
import { recordCapacity } from '@minispod/domain/capacity/record-capacity';
import { recordActivity } from '@minispod/domain/instance/record-activity';
import { loadDesired } from '@minispod/domain/provisioning/load-desired';
import { required } from '@minispod/domain/rows';
import { recordUsage } from '@minispod/domain/usage/record-usage';
import { type SimulatedKubernetes, startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { aService } from '@minispod/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, soon, startApi } from './testing/start-api.js';
import { subscriber } from './testing/subscriber.js';

type Subscriber = Awaited<ReturnType<typeof subscriber>>;
let simulated: SimulatedKubernetes;
let api: Api;
let owner: Subscriber;
let administrator: string;
let serviceSlug: string;
beforeAll(async () => {
  simulated = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    settings: { readyAfterMs: 20, pullMs: 10 },
  });
  const kubeConfig = { kind: 'text', yaml: simulated.kubeconfig } as const;
  api = await startApi({ kubeConfig });
  administrator = (await api.administrator()).accessToken;
  const { serviceId, planIds } = await aService(api.dataSource);
  [{ slug: serviceSlug }] = await api.dataSource.query('SELECT slug FROM services WHERE id = $1', [
    serviceId,
  ]);
  owner = await subscriber(api, required(planIds[0]), 100_000);
  const cluster = createKubernetesCluster({ kubeConfig, appsDomain: 'apps.localhost' });
  const { encryptionKey } = api.services;
  const desired = required(await loadDesired(api.dataSource.manager, owner.instanceId, encryptionKey));
  await cluster.apply(desired);
  await soon(async () => expect((await cluster.observe(desired)).phase).toBe('READY'));
});
afterAll(async () => {
  await api.close();
  await simulated.close();
});

const fault = (method: 'POST' | 'DELETE', body?: object) =>
  fetch(`${simulated.url}/sandbox/faults`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const see = async (path: string, token = administrator) =>
  (await api.ask('GET', `/api/admin${path}`, { token })).body;

test('usage over time, its owner’s alone', async () => {
  const now = api.services.clock.now();
  const { instanceId } = owner;
  const reading = { instanceId, cpuMilli: 40, memoryMb: 120, volumeUsedMb: 10, volumeCapacityMb: 1_024 };
  await recordUsage(api.dataSource, [reading], now);
  const { body } = await owner.ask('GET', `${owner.instancePath}/metrics?range=1h`);
  expect(body.data).toMatchObject({
    range: '1h',
    limits: { cpuMilli: 250, memoryMb: 256, volumeMb: 1_024 },
    points: [{ cpuMilli: 40, memoryMb: 120, volumeUsedMb: 10 }],
  });
  const stranger = (await api.person()).accessToken;
  for (const what of ['metrics', 'events']) {
    const answer = await api.ask('GET', `/api/user${owner.instancePath}/${what}`, { token: stranger });
    expect(answer.body.error.code).toBe('NOT_FOUND');
  }
});

test('events: status, activities and the cluster’s own, newest first, page by page; the rest while the cluster is away', async () => {
  await withTransaction(api.dataSource, (tx) =>
    recordActivity(
      tx,
      owner.instanceId,
      'UNHEALTHY',
      'system',
      { code: 'CRASH_LOOP' },
      api.services.clock.now(),
    ),
  );
  const events = async (query = '') =>
    (await owner.ask('GET', `${owner.instancePath}/events${query}`)).body.data;
  const all = await events('?limit=100');
  const sources = new Set(all.items.map(({ source }: { source: string }) => source));
  expect(sources).toEqual(new Set(['STATUS', 'ACTIVITY', 'CLUSTER']));
  expect(all.items.map(({ code }: { code: string }) => code)).toEqual(
    expect.arrayContaining(['RUNNING', 'UNHEALTHY', 'Pulled']),
  );
  const times = all.items.map(({ at }: { at: string }) => at);
  expect(times).toEqual(times.toSorted().reverse());
  expect(all.total).toBe(all.items.length);
  const paged = [];
  for (let page = 1; page <= Math.ceil(all.total / 2); page++)
    paged.push(...(await events(`?limit=2&page=${page}`)).items);
  expect(paged.map(({ code, at }) => `${at} ${code}`).toSorted()).toEqual(
    all.items.map(({ code, at }: { code: string; at: string }) => `${at} ${code}`).toSorted(),
  );
  await fault('POST', { type: 'api', status: 503, retryAfterSeconds: 0 });
  try {
    const rest = await events('?limit=100');
    expect(rest.items.length).toBeGreaterThan(0);
    expect(rest.items.filter(({ source }: { source: string }) => source === 'CLUSTER')).toEqual([]);
  } finally {
    await fault('DELETE');
  }
});

test('operators see nodes with their room, and every list by namespace and words', async () => {
  const amounts = { cpuMilli: 4_000, memoryMb: 8_192 };
  const free = [
    { cpuMilli: 3_000, memoryMb: 1_024 },
    { cpuMilli: 500, memoryMb: 2_048 },
  ];
  const capacity = { nodes: 2, allocatable: amounts, requested: amounts, free };
  await recordCapacity(api.dataSource, capacity, api.services.clock.now());
  const nodes = (await see('/cluster/nodes')).data;
  expect(nodes.items.length).toBeGreaterThan(0);
  expect(nodes.capacity).toMatchObject({ nodes: 2, largestFree: { cpuMilli: 500, memoryMb: 2_048 } });

  const namespace = `user-${owner.user.id}`;
  for (const list of ['pods', 'deployments', 'services', 'ingresses']) {
    const { items, total } = (await see(`/cluster/${list}?namespace=${namespace}`)).data;
    expect({ list, total }).toEqual({ list, total: 1 });
    expect(items[0]).toMatchObject({ namespace, instanceId: owner.instanceId });
    expect((await see(`/cluster/${list}?q=no-such-thing`)).data.total).toBe(0);
    expect((await see(`/cluster/${list}?q=${owner.instanceId.toUpperCase()}`)).data.total).toBe(1);
  }
  const found = (await see(`/cluster/namespaces?q=${encodeURIComponent(owner.user.email)}`)).data;
  expect(found.items).toMatchObject([
    { name: namespace, userId: owner.user.id, userEmail: owner.user.email },
  ]);
});

test('a namespace with other characters than a name has is refused, and a name that is no tenant’s is not asked for', async () => {
  for (const namespace of [`%_\\'"…`, '../kube-system', 'user-1?watch=1', 'A', '-'.repeat(64)]) {
    const { error } = await see(`/cluster/pods?namespace=${encodeURIComponent(namespace)}`);
    expect(error, namespace).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { namespace: 'The name of a namespace' },
    });
  }
  expect((await see('/cluster/pods?namespace=kube-system')).data.total).toBe(0);
});

test('many who look at once ask the cluster once; when it is away that is said', async () => {
  const asked = async () => {
    const { requests } = (await (await fetch(`${simulated.url}/sandbox/state`)).json()) as {
      requests: { list: Record<string, number> };
    };
    // Each list begins with whose namespaces there are.
    return requests.list.namespaces ?? 0;
  };
  const before = await asked();
  const nobody = 'user-nobody';
  await Promise.all(Array.from({ length: 10 }, () => see(`/cluster/pods?namespace=${nobody}`)));
  expect((await asked()) - before).toBe(1);
  await fault('POST', { type: 'api', status: 503, retryAfterSeconds: 0 });
  try {
    const away = await see('/cluster/services?namespace=elsewhere');
    expect(away.error).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('do not answer'),
    });
    expect((await see('/drift')).error.code).toBe('UNAVAILABLE');
  } finally {
    await fault('DELETE');
  }
  expect((await see('/cluster/services?namespace=elsewhere')).data.total).toBe(0);
});

test('drift is reported with what to do', async () => {
  const mine = async () =>
    (await see('/drift')).data.items.filter(
      ({ instanceId }: { instanceId: string }) => instanceId === owner.instanceId,
    );
  expect(await mine()).toEqual([]);
  await api.dataSource.query(
    `UPDATE service_instances SET billing_wish = 'STOP', updated_at = now() - interval '1 hour' WHERE id = $1`,
    [owner.instanceId],
  );
  expect(await mine()).toMatchObject([{ kind: 'RUNNING_NOT_PAID', userId: owner.user.id }]);
  await api.dataSource.query(`UPDATE service_instances SET billing_wish = 'RUN' WHERE id = $1`, [
    owner.instanceId,
  ]);
});

test('a version is withdrawn with a reason, on record, and taken back', async () => {
  const versions = async () =>
    (await see('/fleet')).data.items.find(
      ({ service }: { service: { slug: string } }) => service.slug === serviceSlug,
    ).versions;
  expect(await versions()).toMatchObject([
    { version: '1.0.0', instances: 1, unhealthy: 0, isNewest: true, withdrawnReason: null },
  ]);
  const withdraw = (reason: string | null, version = '1.0.0') =>
    api.ask('POST', '/api/admin/fleet/withdraw', {
      token: administrator,
      body: { service: serviceSlug, version, reason },
    });
  expect((await withdraw('It loses data')).status).toBe(200);
  expect(await versions()).toMatchObject([{ withdrawnReason: 'It loses data' }]);
  expect((await owner.ask('GET', owner.instancePath)).body.data.versionWithdrawn).toBe('It loses data');
  const [entry] = (await see('/audit-log')).data.items;
  expect(entry).toMatchObject({
    action: 'fleet.withdraw',
    details: { reason: 'It loses data', instances: 1 },
  });
  await withdraw(null);
  expect(await versions()).toMatchObject([{ withdrawnReason: null }]);
  expect((await withdraw('It loses data', '9.9.9')).body.error.code).toBe('NOT_FOUND');
});

test('alerts are shown to operators by whose they are and how bad, and to their owner', async () => {
  const alert = {
    kind: 'VOLUME_NEARLY_FULL',
    subject: owner.instanceId,
    instanceId: owner.instanceId,
    message: 'The volume is 96% full.',
    details: { percent: 96, storageGb: 1 },
    severity: 'CRITICAL' as const,
  };
  await withTransaction(api.dataSource, (tx) => raiseAlert(tx, alert, api.services.clock.now()));
  const alerts = async (query: string) => (await see(`/alerts?${query}`)).data;
  expect((await alerts(`userId=${owner.user.id}&open=true&severity=CRITICAL`)).items).toMatchObject([
    { kind: 'VOLUME_NEARLY_FULL', severity: 'CRITICAL', user: { email: owner.user.email } },
  ]);
  expect((await alerts(`instanceId=${owner.instanceId}&kind=VOLUME_NEARLY_FULL`)).total).toBe(1);
  expect((await alerts(`userId=${owner.user.id}&severity=WARNING`)).total).toBe(0);
  expect((await owner.ask('GET', owner.instancePath)).body.data.alerts).toMatchObject([
    { kind: 'VOLUME_NEARLY_FULL', severity: 'CRITICAL' },
  ]);
});
