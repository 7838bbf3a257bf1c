import { Alert } from '@minispod/database/entities/alert.entity';
import { InstanceActivity } from '@minispod/database/entities/instance-activity.entity';
import { Notification } from '@minispod/database/entities/notification.entity';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { convergeInstance } from './handlers/converge-instance.js';
import { provisionInstance } from './handlers/provision-instance.js';
import { sweepCluster } from './handlers/sweep-cluster.js';
import { type Ordered, provisioningFixture } from './provisioning.test-fixture.js';

const MINUTE = 60_000;
let fixture: Awaited<ReturnType<typeof provisioningFixture>>;
beforeAll(async () => {
  fixture = await provisioningFixture();
});
afterAll(() => fixture.close());
beforeEach(() => fixture.fault('DELETE'));

/** The product's clock goes forward only. */
let lead = 0;
function pass(ms: number): void {
  lead += ms;
  fixture.setLead(lead);
}

async function running(): Promise<Ordered> {
  const order = await fixture.anOrder();
  await provisionInstance(fixture.deps)(order);
  await fixture.until(order, 'RUNNING');
  return order;
}
const soon = <T>(look: () => Promise<T>) => vi.waitFor(look, { timeout: 50_000, interval: 25 });
const health = async (order: Ordered) => (await fixture.view(order)).health;
const untilHealth = (order: Ordered, status: string, code?: string) =>
  soon(async () => expect(await health(order)).toMatchObject({ status, ...(code && { code }) }));
const sweep = () => sweepCluster(fixture.deps, fixture.following)();
const alerts = ({ instanceId }: Ordered) =>
  fixture.dataSource.manager.find(Alert, { where: { instanceId }, order: { raisedAt: 'ASC' } });
const told = async ({ userId }: Ordered) =>
  (await fixture.dataSource.manager.find(Notification, { where: { userId }, order: { createdAt: 'ASC' } }))
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'INSTANCE_RUNNING');
const activities = async ({ instanceId }: Ordered) =>
  (
    await fixture.dataSource.manager.find(InstanceActivity, { where: { instanceId }, order: { id: 'ASC' } })
  ).map(({ kind }) => kind);
const break_ = (order: Ordered, type: 'crash' | 'oom' | 'hang' | 'pull') =>
  fixture.fault('POST', { type, namespace: `user-${order.userId}` });

async function api(method: 'DELETE' | 'PATCH', path: string, body?: object): Promise<void> {
  const response = await fetch(`${fixture.simulated.url}${path}`, {
    method,
    headers: {
      authorization: 'Bearer simulated-cluster-not-a-secret',
      ...(body && { 'content-type': 'application/merge-patch+json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.status, await response.text()).toBe(200);
}
const deployments = ({ userId }: Ordered) => `/apis/apps/v1/namespaces/user-${userId}/deployments`;
const pods = ({ userId }: Ordered) => `/api/v1/namespaces/user-${userId}/pods`;

test('a crash loop: unhealthy with its reason, one alert, one message; well again by itself', async () => {
  const order = await running();
  expect(await health(order)).toMatchObject({ status: 'healthy', code: null });
  await break_(order, 'crash');
  await untilHealth(order, 'unhealthy', 'CRASH_LOOP');
  await soon(async () =>
    expect(await alerts(order)).toMatchObject([{ kind: 'INSTANCE_CRASH_LOOP', closedAt: null }]),
  );
  expect((await health(order)).reason).toContain('exit code 1');
  await fixture.fault('DELETE');
  await untilHealth(order, 'healthy');
  await sweep();
  expect(await alerts(order)).toMatchObject([{ closedAt: null }]);
  pass(3 * MINUTE);
  await sweep();
  expect(await alerts(order)).toMatchObject([{ closedAt: expect.any(Date) }]);
  expect(await told(order)).toEqual(['INSTANCE_UNHEALTHY', 'INSTANCE_RECOVERED']);
  expect(await activities(order)).toEqual(['UNHEALTHY', 'HEALTHY']);
});

test('too little memory is told at once', async () => {
  const order = await running();
  await break_(order, 'oom');
  await untilHealth(order, 'unhealthy', 'OUT_OF_MEMORY');
  expect(await alerts(order)).toMatchObject([{ kind: 'INSTANCE_OUT_OF_MEMORY' }]);
  expect(await told(order)).toEqual(['INSTANCE_UNHEALTHY']);
});

test('one that does not answer: unhealthy after 30 s, an alert after two minutes', async () => {
  const order = await running();
  await break_(order, 'hang');
  await soon(async () => {
    // The worker may not have seen it yet: then its patience begins later.
    pass(31_000);
    expect(await health(order)).toMatchObject({ status: 'unhealthy', code: 'NOT_READY_IN_TIME' });
  });
  await sweep();
  expect(await alerts(order)).toEqual([]);
  pass(2 * MINUTE);
  await sweep();
  await sweep();
  expect(await alerts(order)).toMatchObject([{ kind: 'INSTANCE_UNHEALTHY', severity: 'WARNING' }]);
  expect(await told(order)).toEqual(['INSTANCE_UNHEALTHY']);
});

test('an image that is gone is noticed when its pod is made anew', async () => {
  const order = await running();
  await break_(order, 'pull');
  await api('DELETE', pods(order));
  await untilHealth(order, 'unhealthy', 'IMAGE_PULL_FAILED');
  await fixture.fault('DELETE');
  await untilHealth(order, 'healthy');
});

test('no node has room for it any more', async () => {
  const order = await running();
  const nodes = (body: object) =>
    fetch(`${fixture.simulated.url}/sandbox/nodes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await nodes({ memory: '16Mi' });
  try {
    await api('DELETE', pods(order));
    await untilHealth(order, 'unhealthy', 'UNSCHEDULABLE');
  } finally {
    await nodes({ memory: '64Gi' });
  }
  await untilHealth(order, 'healthy');
});

test('a Deployment that somebody deleted or scaled to zero is put back, and that is on record', async () => {
  const order = await running();
  const harm = [
    () => api('DELETE', `${deployments(order)}`),
    async () => {
      const list = await fetch(`${fixture.simulated.url}${deployments(order)}`, {
        headers: { authorization: 'Bearer simulated-cluster-not-a-secret' },
      });
      const { items } = (await list.json()) as { items: { metadata: { name: string } }[] };
      await api('PATCH', `${deployments(order)}/${items[0]?.metadata.name}`, { spec: { replicas: 0 } });
    },
  ];
  for (const [index, hurt] of harm.entries()) {
    await hurt();
    await soon(async () =>
      expect((await activities(order)).filter((kind) => kind === 'DRIFT_CORRECTED')).toHaveLength(index + 1),
    );
    await convergeInstance(fixture.deps)(order);
    await soon(async () => expect(await fixture.phaseOf(order)).toBe('READY'));
    await soon(async () => {
      const [row] = await fixture.dataSource.query(
        'SELECT converge_since FROM service_instances WHERE id = $1',
        [order.instanceId],
      );
      expect(row.converge_since).toBeNull();
    });
  }
  expect(await health(order)).toMatchObject({ status: 'healthy' });
  expect(await told(order)).toEqual([]);
});

test('fifty instances that come and go: nobody is told more than once, few words on record', {
  timeout: 180_000,
}, async () => {
  const orders: Ordered[] = [];
  while (orders.length < 50) orders.push(...(await Promise.all(Array.from({ length: 10 }, running))));
  const ids = orders.map(({ instanceId }) => instanceId);
  const untilAll = (status: string) =>
    soon(async () => {
      const [{ count }] = await fixture.dataSource.query(
        'SELECT count(*) AS count FROM service_instances WHERE id = ANY($1) AND health_status = $2',
        [ids, status],
      );
      expect(count).toBe(50);
    });
  for (let round = 0; round < 3; round++) {
    await fixture.fault('POST', { type: 'oom' });
    await untilAll('unhealthy');
    await sweep();
    await fixture.fault('DELETE');
    await untilAll('healthy');
    await sweep();
  }
  for (const order of orders) {
    expect(await told(order)).toEqual(['INSTANCE_UNHEALTHY']);
    expect(await alerts(order)).toHaveLength(1);
    expect(await activities(order)).toEqual(['UNHEALTHY', 'HEALTHY']);
  }
});

test('an alert that came back soon needs half an hour of health to end', async () => {
  const order = await running();
  const fall = async () => {
    await break_(order, 'oom');
    await untilHealth(order, 'unhealthy');
    await fixture.fault('DELETE');
    await untilHealth(order, 'healthy');
  };
  await fall();
  pass(3 * MINUTE);
  await sweep();
  await fall();
  pass(7 * MINUTE);
  await sweep();
  expect(await alerts(order)).toMatchObject([{ closedAt: expect.any(Date) }, { closedAt: null }]);
  pass(24 * MINUTE);
  await sweep();
  expect(await alerts(order)).toMatchObject([{}, { closedAt: expect.any(Date) }]);
});

test('a cluster out of sight for two minutes: unknown, and known again by itself', async () => {
  const order = await running();
  await sweep();
  await fixture.fault('POST', { type: 'api', status: 503, retryAfterSeconds: 0 });
  await fixture.fault('POST', { type: 'drop-watches', abrupt: true });
  await soon(async () => expect(fixture.following.isWatching()).toBe(false));
  await sweep();
  expect(await health(order)).toMatchObject({ status: 'healthy' });
  pass(2 * MINUTE + 1_000);
  await sweep();
  expect(await health(order)).toMatchObject({
    status: 'unknown',
    reason: expect.stringContaining('since 20'),
  });
  await fixture.fault('DELETE');
  await soon(async () => {
    await sweep();
    expect(await health(order)).toMatchObject({ status: 'healthy' });
  });
  expect(await told(order)).toEqual([]);
});

test('ten thousand reports of what has not changed ask the database nothing', async () => {
  const order = await running();
  await soon(async () => expect(await health(order)).toMatchObject({ status: 'healthy' }));
  const asked = vi.spyOn(fixture.dataSource.manager, 'query');
  try {
    const { instanceId } = order;
    const { HealthWatch } = await import('./health-watch.js');
    const watch = new HealthWatch(fixture.deps);
    expect((await watch.changedAmong([instanceId])).size).toBe(0);
    asked.mockClear();
    for (let report = 0; report < 10_000; report++)
      expect((await watch.changedAmong([instanceId])).size).toBe(0);
    expect(asked).not.toHaveBeenCalled();
  } finally {
    asked.mockRestore();
  }
});
