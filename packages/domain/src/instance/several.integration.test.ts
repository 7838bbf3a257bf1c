import { Notification } from '@minispod/database/entities/notification.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { withTransaction } from '@minispod/database/transaction';
import { brokenRules } from '@minispod/testing/books';
import {
  BILLING,
  bringUp,
  ENCRYPTION_KEY,
  readBalance,
  readSubscription,
} from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runBilling } from '../billing/run-billing.js';
import { failProvisioning } from '../provisioning/fail-provisioning.js';
import { markRemoved } from '../provisioning/mark-removed.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { subscribe } from '../subscription/subscribe.js';
import { updateSubscription } from '../subscription/update.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { createInstance } from './create-instance.js';
import { deleteInstance } from './delete-instance.js';
import { days, instanceFixture, type Somebody } from './instance.test-fixture.js';
import { terminateInstance } from './terminate.js';
import { setWish } from './wishes.js';

let kit: Awaited<ReturnType<typeof instanceFixture>>;
beforeAll(async () => {
  kit = await instanceFixture();
});
afterEach(async () => {
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});
afterAll(() => kit.db.drop());

const conflict = (message: string | RegExp, details: object = {}) =>
  expect.objectContaining({
    code: 'CONFLICT',
    message: message instanceof RegExp ? expect.stringMatching(message) : message,
    details: expect.objectContaining(details),
  });
const fail = (id: string) =>
  failProvisioning(kit.dataSource, id, { code: 'CRASH_LOOP', message: 'exit 1' }, kit.now());
const upgrade = ({ userId, subscriptionId, planIds }: Somebody) =>
  upgradeSubscription(kit.dataSource, userId, { id: subscriptionId, planId: planIds[1] }, kit.now());
const buy = (userId: string, planId: string) =>
  subscribe(
    { dataSource: kit.dataSource, encryptionKey: ENCRYPTION_KEY },
    userId,
    { planId, billingCycle: 'MONTHLY' },
    kit.now(),
  );
const due = (id: string, when: Date) =>
  withTransaction(kit.dataSource, (tx) => terminateInstance(tx, id, 'DELETED', when));
const notices = async ({ userId }: Somebody) =>
  (await kit.dataSource.manager.find(Notification, { where: { userId }, order: { createdAt: 'ASC' } })).map(
    ({ kind }) => kind,
  );
const living = ({ subscriptionId }: Somebody) =>
  kit.dataSource.manager.countBy(ServiceInstance, { subscriptionId, status: 'RUNNING' });

it('costs nothing, has no order, and ends at what the plan allows', async () => {
  const who = await kit.somebody();
  const before = await readBalance(kit.dataSource, who.userId);
  const second = await who.another();
  await who.another();
  expect(await readBalance(kit.dataSource, who.userId)).toBe(before);
  expect(
    await kit.dataSource.manager.findOneByOrFail(ProvisioningTask, { instanceId: second }),
  ).toMatchObject({
    orderId: null,
    status: 'SUCCEEDED',
  });
  expect((await readSubscription(kit.dataSource, who.subscriptionId)).lastChargeAmount).toBe(50_000);
  await expect(who.create()).rejects.toThrow(conflict(/allows 3 instances/, { used: 3, maximum: 3 }));
});

it('is made once for one key, and under an address that nobody has', async () => {
  const who = await kit.somebody();
  const subdomain = `mine-${who.userId.slice(-8)}`;
  const first = await who.create({ subdomain, requestId: 'once' });
  expect(await who.create({ subdomain, requestId: 'once' })).toEqual(first);
  await expect(who.create({ subdomain })).rejects.toThrow(conflict('This address is taken'));
  await expect(who.create({ subdomain: 'admin' })).rejects.toThrow(conflict('This address is reserved'));
});

it('that fails leaves subscription, slot and money alone, and can be tried again once it is cleaned up', async () => {
  const who = await kit.somebody({ maximum: 2 });
  const before = await readBalance(kit.dataSource, who.userId);
  const { id } = await who.create();
  await fail(id);
  expect(await kit.instance(id)).toMatchObject({ status: 'ERROR', healthCode: 'CRASH_LOOP' });
  expect((await readSubscription(kit.dataSource, who.subscriptionId)).status).toBe('ACTIVE');
  expect(await readBalance(kit.dataSource, who.userId)).toBe(before);
  expect(await notices(who)).toContain('INSTANCE_FAILED');
  await expect(who.retry(id)).rejects.toThrow(conflict(/still being cleaned up/));
  await markRemoved(kit.dataSource, id, kit.now());

  await who.retry(id);
  expect(await kit.instance(id)).toMatchObject({
    status: 'PENDING',
    releasedAt: null,
    healthStatus: 'unknown',
  });
  // A removal that comes late takes nothing back.
  await markRemoved(kit.dataSource, id, kit.now());
  expect((await kit.instance(id)).releasedAt).toBeNull();
  await bringUp(kit.dataSource, id, kit.now());
  expect((await kit.instance(id)).status).toBe('RUNNING');
});

it('that failed is not tried again beyond the limit', async () => {
  const who = await kit.somebody({ maximum: 2 });
  const { id } = await who.create();
  await fail(id);
  await markRemoved(kit.dataSource, id, kit.now());
  await who.another();
  await expect(who.retry(id)).rejects.toThrow(conflict(/allows 2 instances/));
});

it('whose money went back is ordered again and not retried', async () => {
  const who = await kit.somebody();
  const { userId, planIds } = who;
  await cancelSubscription(
    { dataSource: kit.dataSource, billing: BILLING },
    userId,
    { id: who.subscriptionId, when: 'now' },
    kit.now(),
  );
  const { instance } = await buy(userId, planIds[0]);
  await fail(instance.id);
  await expect(who.retry(instance.id)).rejects.toThrow(conflict(/order it again/, { planId: planIds[0] }));
});

it('is stopped and started with the others by billing, and removed with the subscription', async () => {
  const who = await kit.somebody();
  const second = await who.another();
  await withTransaction(kit.dataSource, (tx) =>
    setWish(tx, who.subscriptionId, 'billingWish', 'STOP', kit.now()),
  );
  expect((await kit.instance(second)).billingWish).toBe('STOP');
  await withTransaction(kit.dataSource, (tx) =>
    setWish(tx, who.subscriptionId, 'billingWish', 'RUN', kit.now()),
  );
  const { id: starting } = await who.create();
  const before = await readBalance(kit.dataSource, who.userId);
  await cancelSubscription(
    { dataSource: kit.dataSource, billing: BILLING },
    who.userId,
    { id: who.subscriptionId, when: 'now' },
    kit.now(),
  );
  // What is still starting was free; what was paid comes back for the unused time.
  expect(await readBalance(kit.dataSource, who.userId)).toBeGreaterThan(before + 49_000);
  for (const id of [who.instanceId, second, starting]) {
    expect((await kit.instance(id)).status).toBe('TERMINATED');
    expect(await kit.jobs(id)).toContain('remove-instance');
  }
});

it('grows with an upgrade like the first, and a lower plan must have room for all', async () => {
  const who = await kit.somebody();
  const second = await who.another();
  await kit.follow(who.instanceId).catch(() => {});
  await upgrade(who);
  await bringUp(kit.dataSource, who.instanceId, kit.now());
  expect((await kit.instance(second)).convergeSince).not.toBeNull();
  const { userId, subscriptionId, planIds } = who;
  const plan = (downgradeTo: string) =>
    updateSubscription(
      { dataSource: kit.dataSource, billing: BILLING },
      userId,
      { id: subscriptionId, downgradeTo },
      kit.now(),
    );
  await kit.dataSource.query('UPDATE service_plans SET max_instances_per_user = 1 WHERE id = $1', [
    planIds[0],
  ]);
  await expect(plan(planIds[0])).rejects.toThrow(conflict(/delete 1 first/, { used: 2, maximum: 1 }));
  await kit.dataSource.query('UPDATE service_plans SET max_instances_per_user = 2 WHERE id = $1', [
    planIds[0],
  ]);
  expect((await plan(planIds[0])).downgradeTo).toBe(planIds[0]);
});

it('keeps its plan at the end of the period when a lower one no longer has room for all', async () => {
  const who = await kit.somebody({ maximum: 2 });
  const { userId, subscriptionId, planIds } = who;
  await upgrade(who);
  await bringUp(kit.dataSource, who.instanceId, kit.now());
  const deps = { dataSource: kit.dataSource, billing: BILLING };
  await updateSubscription(deps, userId, { id: subscriptionId, downgradeTo: planIds[0] }, kit.now());
  await who.another();
  await kit.dataSource.query('UPDATE service_plans SET max_instances_per_user = 1 WHERE id = $1', [
    planIds[0],
  ]);
  await runBilling(deps, days(32));
  expect(await readSubscription(kit.dataSource, subscriptionId)).toMatchObject({
    planId: planIds[1],
    downgradeTo: null,
    currentK: 1,
  });
  const notice = await kit.dataSource.manager.findOneByOrFail(Notification, {
    userId,
    kind: 'DOWNGRADE_POSTPONED',
  });
  expect(notice.data).toMatchObject({ instances: 2, maximum: 1 });
});

it('is deleted by its typed name, kept for a week, and taken back as it was', async () => {
  const who = await kit.somebody();
  const second = await who.another();
  await expect(who.remove(second, { confirm: 'echo' })).rejects.toThrow(
    expect.objectContaining({ code: 'VALIDATION_ERROR', details: { confirm: 'Must be Echo' } }),
  );
  const deleted = await who.remove(second, { requestId: 'delete-once' });
  expect(deleted.notice).toMatch(/goes on and is charged as before/);
  expect(await who.remove(second, { requestId: 'delete-once' })).toEqual(deleted);
  const bin = await kit.instance(second);
  expect(bin.deletionDueAt?.getTime()).toBe((bin.convergeSince?.getTime() ?? 0) + 7 * 86_400_000);
  await kit.follow(second);
  expect((await kit.instance(second)).status).toBe('STOPPED');
  expect((await readSubscription(kit.dataSource, who.subscriptionId)).status).toBe('ACTIVE');

  await who.recover(second);
  await kit.follow(second);
  expect(await kit.instance(second)).toMatchObject({ status: 'RUNNING', deletionDueAt: null });
  await expect(who.recover(second)).rejects.toThrow(conflict('It is not deleted'));
  expect(await kit.activities(second)).toEqual(['DELETED', 'RECOVERED']);
});

it('is removed for good when its time is over, and its subscription goes on', async () => {
  const who = await kit.somebody();
  await who.remove();
  await kit.follow(who.instanceId);
  expect(await due(who.instanceId, days(6))).toBe(false);
  expect(await due(who.instanceId, days(8))).toBe(true);
  expect(await due(who.instanceId, days(8))).toBe(false);
  expect(await kit.instance(who.instanceId)).toMatchObject({ status: 'TERMINATED', deletionDueAt: null });
  expect(await kit.jobs(who.instanceId)).toContain('remove-instance');
  expect((await notices(who)).filter((kind) => kind === 'INSTANCE_DELETED')).toHaveLength(2);
  await expect(who.recover()).rejects.toThrow(conflict('It is removed for good'));
  await expect(upgrade(who)).rejects.toThrow(conflict(/no instance/));
  // A new one in its place costs nothing: the subscription is paid.
  await who.another();
});

it('in the bin frees its place, and comes back only when there is one', async () => {
  const who = await kit.somebody({ maximum: 2 });
  const second = await who.another();
  await who.remove(second);
  await who.another();
  await expect(who.recover(second)).rejects.toThrow(conflict(/allows 2 instances/));
});

it('still being set up ends at once when deleted; the first one by cancelling', async () => {
  const who = await kit.somebody();
  const { id } = await who.create();
  await who.remove(id);
  expect((await kit.instance(id)).status).toBe('TERMINATED');
  expect(await bringUp(kit.dataSource, id, kit.now())).toBe(false);

  const { userId, subscriptionId, planIds } = await kit.somebody();
  const deps = { dataSource: kit.dataSource, billing: BILLING };
  await cancelSubscription(deps, userId, { id: subscriptionId, when: 'now' }, kit.now());
  const { subscription, instance } = await buy(userId, planIds[0]);
  const create = { id: subscription.id };
  await expect(
    createInstance({ dataSource: kit.dataSource, encryptionKey: ENCRYPTION_KEY }, userId, create, kit.now()),
  ).rejects.toThrow(conflict('The first one is still starting: wait until it runs'));
  await expect(
    deleteInstance(kit.dataSource, userId, { id: instance.id, confirm: 'Echo' }, kit.now()),
  ).rejects.toThrow(conflict(/cancel its subscription/, { subscriptionId: subscription.id }));
});

/** Those who race must not wait for a connection first. */
const allConnected = () =>
  Promise.all(Array.from({ length: 30 }, () => kit.dataSource.query('SELECT pg_sleep(0.2)')));

it('would have more than the plan allows without the lock', async () => {
  const who = await kit.somebody();
  await allConnected();
  const gone = sabotage(kit.dataSource, / FOR UPDATE$/);
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => who.create()));
  gone.restore();
  const made = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.id] : []));
  expect(made.length).toBeGreaterThan(2);
  for (const id of made.slice(2)) await who.remove(id);
});

it('of twenty asked for at once exactly as many come as the plan allows', async () => {
  const who = await kit.somebody();
  await allConnected();
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => who.create()));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'CONFLICT' });
});

it.each(Array.from({ length: 6 }, (_, n) => n))(
  'deleted and upgraded at once, one of both happens (%i)',
  async () => {
    const who = await kit.somebody();
    const [deleted, upgraded] = await Promise.allSettled([who.remove(), upgrade(who)]);
    expect([deleted.status, upgraded.status].sort()).toEqual(['fulfilled', 'rejected']);
    const { status } = await readSubscription(kit.dataSource, who.subscriptionId);
    const { deletionDueAt } = await kit.instance(who.instanceId);
    expect(status === 'PENDING_UPGRADE').toBe(deletionDueAt === null);
  },
);

it.each(Array.from({ length: 6 }, (_, n) => n))(
  'restarted and stopped at once, it ends stopped (%i)',
  async () => {
    const who = await kit.somebody();
    await Promise.allSettled([who.restart(), who.stop()]);
    await kit.follow(who.instanceId);
    expect((await kit.instance(who.instanceId)).status).toBe('STOPPED');
    expect(await living(who)).toBe(0);
  },
);

it.each(Array.from({ length: 6 }, (_, n) => n))(
  'taken back at the moment it is due, it lives or it is gone (%i)',
  async () => {
    const who = await kit.somebody();
    await who.remove();
    const [back, gone] = await Promise.allSettled([who.recover(), due(who.instanceId, days(8))]);
    expect(gone.status).toBe('fulfilled');
    const isGone = gone.status === 'fulfilled' && gone.value;
    expect(back.status).toBe(isGone ? 'rejected' : 'fulfilled');
    expect((await kit.instance(who.instanceId)).status === 'TERMINATED').toBe(isGone);
  },
);

it.each(Array.from({ length: 6 }, (_, n) => n))(
  'changed while billing stops it: one set of variables, and stopped (%i)',
  async () => {
    const who = await kit.somebody();
    const suspend = () =>
      withTransaction(kit.dataSource, async (tx) => {
        await lockWallet(tx, who.userId);
        await setWish(tx, who.subscriptionId, 'billingWish', 'STOP', kit.now());
      });
    const [changed] = await Promise.allSettled([who.update({ envVars: { KEY: 'x' } }), suspend()]);
    const names = (await kit.activities(who.instanceId)).length;
    expect(names).toBe(changed.status === 'fulfilled' ? 1 : 0);
    await kit.follow(who.instanceId);
    expect((await kit.instance(who.instanceId)).status).toBe('SUSPENDED');
    await withTransaction(kit.dataSource, (tx) =>
      setWish(tx, who.subscriptionId, 'billingWish', 'RUN', kit.now()),
    );
  },
);
