import { Alert } from '@minispod/database/entities/alert.entity';
import { ClusterCapacity } from '@minispod/database/entities/cluster-capacity.entity';
import { UsageSample } from '@minispod/database/entities/usage-sample.entity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionInstance } from './handlers/provision-instance.js';
import { sweepCluster } from './handlers/sweep-cluster.js';
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
  pass(59_000);
  await sweep();
  expect(await readings()).toBe(1);
  pass(1_000);
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
