import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { withTransaction } from '@minispod/database/transaction';
import { createInstance } from '@minispod/domain/instance/create-instance';
import { deleteInstance } from '@minispod/domain/instance/delete-instance';
import { recoverInstance } from '@minispod/domain/instance/recover-instance';
import { restartInstance } from '@minispod/domain/instance/restart';
import { retryInstance } from '@minispod/domain/instance/retry';
import { terminateInstance } from '@minispod/domain/instance/terminate';
import { updateInstance } from '@minispod/domain/instance/update-instance';
import { cancelSubscription } from '@minispod/domain/subscription/cancel';
import { brokenRules } from '@minispod/testing/books';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { convergeInstance, settleConverging } from './handlers/converge-instance.js';
import { provisionInstance } from './handlers/provision-instance.js';
import { removeInstance } from './handlers/remove-instance.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';
import { type Kit, operationsFixture } from './operations/operations.test-fixture.js';
import type { Ordered } from './provisioning.test-fixture.js';

const domainSettings = { appsDomain: 'localhost:3004', issuer: null, ingressAddresses: ['127.0.0.1'] };

let kit: Kit;
beforeAll(async () => {
  kit = await operationsFixture();
});
afterEach(async () => {
  kit.setLead(0);
  await kit.fault('DELETE');
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});
afterAll(() => kit.close());

const now = () => kit.deps.clock.now();
const deps = () => ({ ...kit.deps, domainSettings });
const ask = async (path: string) =>
  (await fetch(`${kit.simulated.url}${path}`, {
    headers: { authorization: 'Bearer simulated-cluster-not-a-secret' },
  })) as Response;
/** The pods of an instance, by uid. */
async function podsOf({ userId, instanceId }: Ordered): Promise<string[]> {
  const { items } = (await (await ask(`/api/v1/namespaces/user-${userId}/pods`)).json()) as {
    items: { metadata: { uid: string; labels: Record<string, string>; deletionTimestamp?: string } }[];
  };
  return items
    .filter(
      ({ metadata }) => Object.values(metadata.labels).includes(instanceId) && !metadata.deletionTimestamp,
    )
    .map(({ metadata }) => metadata.uid);
}
async function running(): Promise<Ordered> {
  const order = await kit.anOrder({ maximum: 2 });
  await provisionInstance(kit.deps)(order);
  await kit.until(order, 'RUNNING');
  return order;
}
async function second(first: Ordered): Promise<Ordered> {
  const { id } = await createInstance(deps(), first.userId, { id: first.subscriptionId }, now());
  return { ...first, instanceId: id };
}
const until = (expectation: () => Promise<unknown>) =>
  vi.waitFor(expectation, { timeout: 20_000, interval: 25 });

test('a second instance comes up beside the first, for nothing, and goes without it', async () => {
  const first = await running();
  const { balance } = await kit.wallet(first);
  const other = await second(first);
  await provisionInstance(kit.deps)(other);
  await kit.until(other, 'RUNNING');
  expect((await kit.wallet(first)).balance).toBe(balance);

  const input = { id: other.instanceId, confirm: 'Echo' };
  await deleteInstance(kit.dataSource, first.userId, input, now());
  await convergeInstance(kit.deps)(other);
  await kit.until(other, 'STOPPED');
  expect(await podsOf(other)).toEqual([]);
  await recoverInstance(kit.dataSource, first.userId, other.instanceId, now());
  await convergeInstance(kit.deps)(other);
  await kit.until(other, 'RUNNING');

  await deleteInstance(kit.dataSource, first.userId, input, now());
  const due = new Date(now().getTime() + 8 * 86_400_000);
  expect(
    await withTransaction(kit.dataSource, (tx) => terminateInstance(tx, other.instanceId, 'DELETED', due)),
  ).toBe(true);
  await kit.removed(other);
  expect(await kit.phaseOf(other)).toBe('ABSENT');
  expect(await kit.phaseOf(first)).toBe('READY');
  expect((await ask(`/api/v1/namespaces/user-${first.userId}`)).status).toBe(200);
});

test('a second instance that will not come up is removed, and tried again it comes up', async () => {
  const first = await running();
  await kit.fault('POST', { type: 'crash', namespace: `user-${first.userId}` });
  const other = await second(first);
  await provisionInstance(kit.deps)(other);
  await kit.until(other, 'ERROR');
  expect(await kit.view(other)).toMatchObject({ health: { code: 'CRASH_LOOP' }, refunded: null });
  expect(
    await kit.dataSource.manager.findOneByOrFail(Subscription, { id: first.subscriptionId }),
  ).toMatchObject({
    status: 'ACTIVE',
  });
  expect(await kit.used(first)).toBe(1);
  await until(() => removeInstance(kit.deps)(other));
  expect(await kit.phaseOf(other)).toBe('ABSENT');

  await kit.fault('DELETE');
  await retryInstance(kit.dataSource, first.userId, other.instanceId, now());
  await provisionInstance(kit.deps)(other);
  await kit.until(other, 'RUNNING');
});

test('a restart and other variables are another pod each, and nothing seen before they were told ends them', async () => {
  const order = await running();
  const { userId, instanceId } = order;
  const waiting = async () =>
    (await kit.dataSource.manager.findOneByOrFail(ServiceInstance, { id: instanceId })).convergeSince !==
    null;
  const changes = [
    () => restartInstance(kit.dataSource, userId, instanceId, now()),
    () => updateInstance(deps(), userId, { id: instanceId, envVars: { MODE: 'fast' } }, now()),
  ];
  for (const change of changes) {
    const before = await podsOf(order);
    await change();
    // The watch sees the old pod, which is ready, before anybody applied anything.
    await settleConverging(kit.deps, instanceId);
    expect(await waiting()).toBe(true);
    await convergeInstance(kit.deps)(order);
    await until(async () => expect(await waiting()).toBe(false));
    const after = await podsOf(order);
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  }
});

test("with a user's last instance their namespace goes", async () => {
  const order = await running();
  const { userId } = order;
  await cancelSubscription(kit.deps, userId, { id: order.subscriptionId, when: 'now' }, now());
  await kit.removed(order);
  await until(async () => expect((await ask(`/api/v1/namespaces/user-${userId}`)).status).toBe(404));
  // Asked again it finds nothing to do.
  await removeInstance(kit.deps)(order);
});

test('a step that hangs is named when the time is over', async () => {
  const order = await kit.anOrder();
  await kit.fault('POST', {
    type: 'api',
    status: 500,
    verbs: ['patch'],
    resources: ['persistentvolumeclaims'],
  });
  await expect(provisionInstance(kit.deps)(order)).rejects.toThrow();
  kit.setLead(kit.deps.timeoutMs + 1_000);
  await sweepProvisioning(kit.deps)();
  expect(await kit.view(order)).toMatchObject({
    status: 'ERROR',
    health: { code: 'CLUSTER_ERROR', reason: expect.stringMatching(/^storage: /) },
    refunded: 50_000,
  });
});
