import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { withTransaction } from '@minispod/database/transaction';
import { setWish } from '@minispod/domain/instance/wishes';
import { cancelSubscription } from '@minispod/domain/subscription/cancel';
import { quoteUpgrade } from '@minispod/domain/subscription/quote-upgrade';
import { upgradeSubscription } from '@minispod/domain/subscription/upgrade';
import { brokenRules } from '@minispod/testing/books';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { convergeInstance } from './handlers/converge-instance.js';
import { provisionInstance } from './handlers/provision-instance.js';
import { removeInstance } from './handlers/remove-instance.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';
import { type Ordered, provisioningFixture } from './provisioning.test-fixture.js';

let kit: Awaited<ReturnType<typeof provisioningFixture>>;
beforeAll(async () => {
  kit = await provisioningFixture();
});
afterEach(async () => {
  kit.setLead(0);
  await kit.fault('DELETE');
});
afterAll(() => kit.close());

const subscription = ({ subscriptionId }: Ordered) =>
  kit.dataSource.manager.findOneByOrFail(Subscription, { id: subscriptionId });
const running = async (options: Parameters<typeof kit.anOrder>[0] = {}) => {
  const order = await kit.anOrder({ prices: [50_000, 120_000], balance: 300_000, ...options });
  await provisionInstance(kit.deps)(order);
  await kit.until(order, 'RUNNING');
  return order;
};
const upgrade = (order: Ordered, quoteId?: string) =>
  upgradeSubscription(
    kit.dataSource,
    order.userId,
    { id: order.subscriptionId, planId: order.planIds[1]!, ...(quoteId && { quoteId }) },
    kit.deps.clock.now(),
  );
/** The memory limit the cluster holds for the instance, as `kubectl` would show it. */
const memoryInCluster = async ({ userId, instanceId }: Ordered) => {
  const response = await fetch(`${kit.simulated.url}/apis/apps/v1/namespaces/user-${userId}/deployments`, {
    headers: { authorization: 'Bearer simulated-cluster-not-a-secret' },
  });
  const { items } = (await response.json()) as {
    items: {
      metadata: { labels: Record<string, string> };
      spec: { template: { spec: { containers: { resources: { limits: { memory: string } } }[] } } };
    }[];
  };
  const found = items.find((item) => Object.values(item.metadata.labels).includes(instanceId));
  return found?.spec.template.spec.containers[0]?.resources.limits.memory;
};

test('an upgrade charges its quote, changes the resources, and frees the old slot', async () => {
  const order = await running();
  await kit.dataSource.query(`UPDATE service_plans SET memory_mb = 512 WHERE id = $1`, [order.planIds[1]]);
  expect(await memoryInCluster(order)).toBe('256Mi');
  const before = await kit.wallet(order);
  const { endDate } = await subscription(order);
  kit.setLead(10 * 86_400_000);
  const quote = await quoteUpgrade(
    kit.dataSource,
    order.userId,
    { id: order.subscriptionId, planId: order.planIds[1]! },
    kit.deps.clock.now(),
  );
  // About two thirds of the month are left: of 120.000 less 50.000.
  expect(quote.amount).toBeGreaterThan(44_000);
  expect(quote.amount).toBeLessThan(49_000);
  kit.setLead(10 * 86_400_000 + 60_000);
  expect(await upgrade(order, quote.quoteId)).toMatchObject({
    status: 'PENDING_UPGRADE',
    pendingPlanId: order.planIds[1],
  });
  expect([await kit.used(order, 0), await kit.used(order, 1)]).toEqual([1, 1]);
  await provisionInstance(kit.deps)(order);
  await vi.waitFor(async () => expect((await subscription(order)).status).toBe('ACTIVE'), {
    timeout: 20_000,
  });

  expect(await subscription(order)).toMatchObject({
    planId: order.planIds[1],
    previousPlanId: order.planIds[0],
    price: 120_000,
    endDate,
  });
  expect((await kit.wallet(order)).balance).toBe(before.balance - quote.amount);
  expect([await kit.used(order, 0), await kit.used(order, 1)]).toEqual([0, 1]);
  expect(await memoryInCluster(order)).toBe('512Mi');
  expect((await kit.view(order)).status).toBe('RUNNING');
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('an upgrade that the cluster refuses leaves everything exactly as it was', async () => {
  const order = await running();
  await kit.dataSource.query(`UPDATE service_plans SET memory_mb = 512 WHERE id = $1`, [order.planIds[1]]);
  const state = async () => ({
    balance: (await kit.wallet(order)).balance,
    totalSpent: (await kit.wallet(order)).totalSpent,
    subscription: { ...(await subscription(order)), updatedAt: null },
    period: await kit.dataSource.manager.findBy(BillingPeriod, { subscriptionId: order.subscriptionId }),
    used: [await kit.used(order, 0), await kit.used(order, 1)],
  });
  const before = await state();
  await kit.fault('POST', { type: 'crash', image: 'echo' });
  await upgrade(order);
  expect(await state()).not.toEqual(before);
  await provisionInstance(kit.deps)(order);
  await vi.waitFor(async () => expect((await subscription(order)).status).toBe('ACTIVE'), {
    timeout: 20_000,
  });
  expect(await state()).toEqual(before);

  await kit.fault('DELETE');
  kit.setLead(20_000);
  await vi.waitFor(
    async () => {
      await sweepProvisioning(kit.deps)();
      expect(await memoryInCluster(order)).toBe('256Mi');
      expect(await kit.phaseOf(order)).toBe('READY');
    },
    { timeout: 20_000 },
  );
  expect((await kit.view(order)).status).toBe('RUNNING');
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('billing stops it, its owner had it running: paid, it runs again; the administrator alone keeps it off', async () => {
  const order = await running();
  const wish = async (whose: 'customerWish' | 'billingWish' | 'administratorWish', what: 'RUN' | 'STOP') => {
    await withTransaction(kit.dataSource, (tx) =>
      setWish(tx, order.subscriptionId, whose, what, kit.deps.clock.now()),
    );
    await convergeInstance(kit.deps)(order);
  };
  await wish('billingWish', 'STOP');
  await kit.until(order, 'SUSPENDED');
  expect(await kit.phaseOf(order)).toBe('STOPPED');
  await wish('billingWish', 'RUN');
  await kit.until(order, 'RUNNING');
  await wish('customerWish', 'STOP');
  await kit.until(order, 'STOPPED');
  await wish('administratorWish', 'STOP');
  await kit.until(order, 'MAINTENANCE');
  await wish('customerWish', 'RUN');
  await kit.until(order, 'MAINTENANCE');
  expect(await kit.phaseOf(order)).toBe('STOPPED');
  await wish('administratorWish', 'RUN');
  await kit.until(order, 'RUNNING');
  expect(await kit.phaseOf(order)).toBe('READY');
});

test('cancelled while it starts: all of the money back, nothing left behind', async () => {
  const order = await kit.anOrder();
  const { apply } = kit.deps.cluster;
  const meddling = {
    ...kit.deps,
    cluster: {
      ...kit.deps.cluster,
      apply: (desired: Parameters<typeof apply>[0], onStep: Parameters<typeof apply>[1]) =>
        apply(desired, async (step) => {
          if (step === 'deployment') {
            await cancelSubscription(
              kit.deps,
              order.userId,
              { id: order.subscriptionId, when: 'now' },
              kit.deps.clock.now(),
            );
          }
          await onStep?.(step);
        }),
    },
  };
  await provisionInstance(meddling)(order);
  expect(await subscription(order)).toMatchObject({ status: 'CANCELLED', endReason: 'CANCELLED' });
  expect(await kit.wallet(order)).toMatchObject({ balance: 100_000, totalSpent: 0 });
  expect(await kit.used(order)).toBe(0);
  await vi.waitFor(() => removeInstance(kit.deps)(order), { timeout: 10_000 });
  expect(await kit.phaseOf(order)).toBe('ABSENT');
  expect((await kit.view(order)).status).toBe('TERMINATED');
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});
