import { Alert } from '@minispod/database/entities/alert.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { cancelSubscription } from '@minispod/domain/subscription/cancel';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { provisionInstance } from './handlers/provision-instance.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';
import { type Ordered, provisioningFixture } from './provisioning.test-fixture.js';

let kit: Awaited<ReturnType<typeof provisioningFixture>>;
beforeAll(async () => {
  kit = await provisioningFixture();
});
afterAll(() => kit?.close());

const instanceOf = ({ instanceId }: Ordered) =>
  kit.dataSource.manager.findOneByOrFail(ServiceInstance, { id: instanceId });
/** Nothing can be made of its variables any more, in whatever pass it is met. */
const spoil = ({ instanceId }: Ordered) =>
  kit.dataSource.query(`UPDATE service_instances SET env_vars = 'spoilt' WHERE id = $1`, [instanceId]);
const openAlerts = async () => {
  const alerts = await kit.dataSource.manager.findBy(Alert, { kind: 'PASS_FAILING' });
  return alerts.filter(({ closedAt }) => closedAt === null);
};
let lead = 16_000;
const sweepLater = (seconds: number) => {
  lead += seconds * 1_000;
  kit.setLead(lead);
  return sweepProvisioning(kit.deps)();
};

test('an order that cannot be set up keeps no later one waiting, and is named until it can', async () => {
  const spoilt = await kit.anOrder();
  const { envVars } = await instanceOf(spoilt);
  await spoil(spoilt);
  const fine = await kit.anOrder();
  await expect(sweepLater(0)).rejects.toThrow(spoilt.instanceId);
  await kit.until(fine, 'RUNNING');
  await expect(sweepLater(10)).rejects.toThrow(spoilt.instanceId);
  expect(await openAlerts()).toEqual([]);
  await expect(sweepLater(10)).rejects.toThrow(spoilt.instanceId);
  expect(await openAlerts()).toMatchObject([{ subject: `provisioning-open:${spoilt.instanceId}` }]);
  await kit.dataSource.manager.update(ServiceInstance, { id: spoilt.instanceId }, { envVars });
  await sweepLater(10);
  await kit.until(spoilt, 'RUNNING');
  expect(await openAlerts()).toEqual([]);
});

test('neither does one that cannot be brought in line, nor one that cannot be removed', async () => {
  const orders = await Promise.all(Array.from({ length: 4 }, () => kit.anOrder()));
  await Promise.all(orders.map((order) => provisionInstance(kit.deps)(order)));
  for (const order of orders) await kit.until(order, 'RUNNING');
  const [spoilt, wished, stuck, left] = orders as [Ordered, Ordered, Ordered, Ordered];
  await spoil(spoilt);
  for (const [order, minutes] of [
    [spoilt, 20],
    [wished, 10],
  ] as const)
    await kit.dataSource.query(
      `UPDATE service_instances SET converge_since = now() - $2 * interval '1 minute' WHERE id = $1`,
      [order.instanceId, minutes],
    );
  for (const { userId, subscriptionId } of [stuck, left])
    await cancelSubscription(kit.deps, userId, { id: subscriptionId, when: 'now' }, new Date());
  await kit.dataSource.query(
    `ALTER TABLE service_instances ADD CONSTRAINT test_stuck CHECK (id <> '${stuck.instanceId}' OR released_at IS NULL)`,
  );
  // A day later nobody waits for a last backup any more.
  await vi.waitFor(
    async () => {
      await sweepLater(90_000).catch(() => {});
      expect((await instanceOf(wished)).convergeSince).toBeNull();
      expect((await instanceOf(left)).releasedAt).not.toBeNull();
    },
    { timeout: 30_000, interval: 100 },
  );
  expect((await instanceOf(spoilt)).convergeSince).not.toBeNull();
  expect((await instanceOf(stuck)).releasedAt).toBeNull();
});
