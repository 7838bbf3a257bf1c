import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { Alert } from '@minispod/database/entities/alert.entity';
import { ClusterCapacity } from '@minispod/database/entities/cluster-capacity.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { UsageSample } from '@minispod/database/entities/usage-sample.entity';
import { reportDrift } from '@minispod/domain/drift/report-drift';
import { failProvisioning } from '@minispod/domain/provisioning/fail-provisioning';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { provisionInstance } from './handlers/provision-instance.js';
import { removeInstance } from './handlers/remove-instance.js';
import { sweepCluster } from './handlers/sweep-cluster.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';
import { notingRefusals } from './noting-refusals.js';
import { type Ordered, provisioningFixture } from './provisioning.test-fixture.js';

const MINUTE = 60_000;
let fixture: Awaited<ReturnType<typeof provisioningFixture>>;
let order: Ordered;
beforeAll(async () => {
  fixture = await provisioningFixture();
  order = await fixture.anOrder();
  await provisionInstance(fixture.deps)(order);
  await fixture.until(order, 'RUNNING');
});
afterAll(() => fixture.close());

let lead = 0;
function pass(ms: number): void {
  lead += ms;
  fixture.setLead(lead);
}
const sweep = () => sweepCluster(fixture.deps, fixture.following)();
const readings = async () => {
  const rows = await fixture.dataSource.manager.findBy(UsageSample, {
    instanceId: order.instanceId,
    resolution: '5m',
  });
  return rows.reduce((sum, row) => sum + row.readings, 0);
};
const fill = (volumePercent: number) =>
  fetch(`${fixture.simulated.url}/sandbox/usage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ instance: order.instanceId, volumePercent }),
  });

test('what the cluster has, and what an instance uses, once a minute whoever sweeps how often', async () => {
  await Promise.all(Array.from({ length: 5 }, sweep));
  expect(await readings()).toBe(1);
  const capacity = await fixture.dataSource.manager.findOneByOrFail(ClusterCapacity, { isOnly: true });
  expect(capacity.nodes).toBeGreaterThan(0);
  expect(capacity.requestedCpuMilli).toBeGreaterThanOrEqual(250);
  pass(40_000);
  await sweep();
  expect(await readings()).toBe(1);
  pass(20_000);
  await sweep();
  expect(await readings()).toBe(2);
  const { usage } = await fixture.view(order);
  expect(usage).toMatchObject({ volumeCapacityMb: expect.any(Number), volumeUsedMb: expect.any(Number) });
  expect(usage?.memoryMb).toBeGreaterThan(0);
});

test('a volume that fills is told once and forgotten by itself', async () => {
  const alerts = () =>
    fixture.dataSource.manager.find(Alert, {
      where: { instanceId: order.instanceId, kind: 'VOLUME_NEARLY_FULL' },
    });
  for (const percent of [86, 97, 97]) {
    await fill(percent);
    pass(MINUTE);
    await sweep();
  }
  expect(await alerts()).toMatchObject([{ severity: 'CRITICAL', closedAt: null }]);
  await fill(50);
  pass(MINUTE);
  await sweep();
  expect(await alerts()).toMatchObject([{ closedAt: expect.any(Date) }]);
  const [{ told }] = await fixture.dataSource.query(
    `SELECT count(*) AS told FROM notifications WHERE user_id = $1 AND kind = 'VOLUME_NEARLY_FULL'`,
    [order.userId],
  );
  expect(told).toBe(1);
});

test('the apps’ wildcard certificate is asked for once, and trouble with it is the operator’s alert', async () => {
  const namespace = `apps-${order.userId}`;
  const cluster = createKubernetesCluster({
    kubeConfig: { kind: 'text', yaml: fixture.simulated.kubeconfig },
    appsDomain: 'apps.example.test',
    tlsIssuer: 'letsencrypt',
    ingressNamespace: namespace,
  });
  const open = async () =>
    (await alertsOf('CERTIFICATE_TROUBLE')).flatMap(({ closedAt, message }) => (closedAt ? [] : [message]));
  const look = async () => {
    pass(6 * MINUTE);
    await sweepCluster({ ...fixture.deps, cluster }, fixture.following)();
  };
  await look();
  expect(await open()).toEqual([
    `*.apps.example.test: there is no cert-manager in the cluster, or no namespace ${namespace}`,
  ]);
  await fetch(`${fixture.simulated.url}/api/v1/namespaces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer simulated-cluster-not-a-secret' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }),
  });
  await look();
  await vi.waitFor(
    async () => expect((await cluster.keepAppsCertificate())?.state.status).toBe('READY'),
    10_000,
  );
  await look();
  expect(await open()).toEqual([]);
  const other = createKubernetesCluster({
    kubeConfig: { kind: 'text', yaml: fixture.simulated.kubeconfig },
    appsDomain: 'other.example.test',
    tlsIssuer: 'letsencrypt',
    ingressNamespace: namespace,
  });
  expect((await other.keepAppsCertificate())?.state).toMatchObject({
    status: 'FAILED',
    message: expect.stringContaining('is not for *.other.example.test'),
  });
});

const alertsOf = (kind: string) =>
  fixture.dataSource.manager.find(Alert, { where: { kind }, order: { raisedAt: 'ASC' } });

test('a refusal that lasts is the operator’s alert, in the cluster’s words, until it has passed', async () => {
  const deps = { ...fixture.deps, cluster: notingRefusals(fixture.deps.cluster, fixture.deps) };
  const look = sweepCluster(deps, fixture.following);
  await fixture.fault('POST', { type: 'api', status: 401, resources: ['nodes'] });
  await look();
  expect(await alertsOf('CLUSTER_REFUSES')).toEqual([]);
  pass(MINUTE);
  await look();
  expect(await alertsOf('CLUSTER_REFUSES')).toMatchObject([
    {
      subject: 'CREDENTIALS',
      severity: 'CRITICAL',
      message: expect.stringContaining('refused by a fault'),
      closedAt: null,
    },
  ]);
  await fixture.fault('DELETE');
  pass(6 * MINUTE);
  await look();
  expect(await alertsOf('CLUSTER_REFUSES')).toMatchObject([{ closedAt: expect.any(Date) }]);
});

test('a removal that a finalizer holds is told the operator by its object, with a row of drift, until it is gone', async () => {
  await fixture.fault('POST', { type: 'hang' });
  const ended = await fixture.anOrder();
  await provisionInstance(fixture.deps)(ended);
  const hold = (finalizers: string[] | null) =>
    fetch(
      `${fixture.simulated.url}/api/v1/namespaces/user-${ended.userId}/configmaps/i-${ended.instanceId}`,
      {
        method: 'PATCH',
        headers: {
          'content-type': 'application/merge-patch+json',
          authorization: 'Bearer simulated-cluster-not-a-secret',
        },
        body: JSON.stringify({ metadata: { finalizers } }),
      },
    );
  expect((await hold(['example.com/keep'])).status).toBe(200);
  await fixture.fault('DELETE');
  const problem = { code: 'NOT_READY_IN_TIME', message: 'It hangs.' } as const;
  await failProvisioning(fixture.dataSource, ended.instanceId, problem, fixture.deps.clock.now());
  const remove = () => removeInstance(fixture.deps)(ended).catch(() => {});
  const waitsFor = async () => {
    await remove();
    const { removalWaitsFor } = await fixture.dataSource.manager.findOneByOrFail(ServiceInstance, {
      id: ended.instanceId,
    });
    expect(removalWaitsFor).toBe(`ConfigMap i-${ended.instanceId} (finalizers: example.com/keep)`);
  };
  await vi.waitFor(waitsFor, 10_000);
  await sweep();
  expect(await alertsOf('STUCK_REMOVAL')).toEqual([]);
  pass(16 * MINUTE);
  await sweep();
  expect(await alertsOf('STUCK_REMOVAL')).toMatchObject([
    { subject: ended.instanceId, message: expect.stringContaining('example.com/keep'), closedAt: null },
  ]);
  const { items } = await reportDrift(
    fixture.dataSource,
    () => fixture.deps.cluster.readInventory(),
    fixture.deps.clock.now(),
  );
  expect(items.filter(({ kind }) => kind === 'STUCK_REMOVAL')).toMatchObject([
    { instanceId: ended.instanceId, finding: expect.stringContaining('example.com/keep') },
  ]);
  await hold(null);
  await vi.waitFor(async () => {
    await sweepProvisioning(fixture.deps)();
    expect(await fixture.dataSource.query('SELECT FROM tenant_removals')).toEqual([]);
    const row = await fixture.dataSource.manager.findOneByOrFail(ServiceInstance, { id: ended.instanceId });
    expect(row.releasedAt).not.toBeNull();
  }, 20_000);
  pass(MINUTE);
  await sweep();
  expect(await alertsOf('STUCK_REMOVAL')).toMatchObject([{ closedAt: expect.any(Date) }]);
});

test('a namespace that stays is told the operator with what it waits for', async () => {
  const { dataSource } = fixture;
  await dataSource.query('INSERT INTO tenant_removals (user_id, began_at, waits_for) VALUES ($1, $2, $3)', [
    order.userId,
    new Date(fixture.deps.clock.now().getTime() - 16 * MINUTE),
    'Namespace user-1: some resources are remaining',
  ]);
  pass(MINUTE);
  await sweep();
  const open = (await alertsOf('STUCK_REMOVAL')).filter(({ closedAt }) => closedAt === null);
  expect(open).toMatchObject([
    {
      subject: `namespace of ${order.userId}`,
      message: expect.stringContaining('some resources are remaining'),
    },
  ]);
  // The user has an instance: nothing is removed, and the row is forgotten.
  await sweepProvisioning(fixture.deps)();
  expect(await dataSource.query('SELECT FROM tenant_removals')).toEqual([]);
  expect((await fixture.view(order)).status).toBe('RUNNING');
});

test('hours are summed up and days forgotten as time passes', async () => {
  for (let hour = 0; hour < 3; hour++) {
    pass(60 * MINUTE);
    await sweep();
  }
  const hours = await fixture.dataSource.manager.findBy(UsageSample, { resolution: '1h' });
  expect(hours.length).toBeGreaterThanOrEqual(3);
  pass(49 * 60 * MINUTE);
  await sweep();
  expect(await readings()).toBe(1);
});

test('a cluster that is away stops no other part; what is wrong is not swallowed', async () => {
  await fixture.fault('POST', { type: 'api', status: 503, retryAfterSeconds: 0 });
  const { dataSource } = fixture;
  await dataSource.query(
    `UPDATE service_instances SET created_at = now() - interval '10 days', resynced_at = NULL`,
  );
  pass(2 * MINUTE);
  await sweep();
  const [{ chosen }] = await dataSource.query(
    'SELECT count(*) AS chosen FROM service_instances WHERE converge_since IS NOT NULL',
  );
  expect(chosen).toBe(1);
  await fixture.fault('DELETE');
  await dataSource.query('ALTER TABLE usage_samples RENAME TO hidden');
  pass(2 * MINUTE);
  await expect(sweep()).rejects.toThrow('usage_samples');
  await dataSource.query('ALTER TABLE hidden RENAME TO usage_samples');
});
