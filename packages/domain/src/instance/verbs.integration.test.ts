import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { withTransaction } from '@minispod/database/transaction';
import { brokenRules } from '@minispod/testing/books';
import { ENCRYPTION_KEY } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  lockInstance,
  terminateInstanceAsAdministrator,
  unlockInstance,
} from '../administration/instance-actions.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { getInstance } from './get-instance.js';
import { instanceFixture, type Somebody } from './instance.test-fixture.js';
import { readVariables } from './variables.js';
import { setWish } from './wishes.js';

let kit: Awaited<ReturnType<typeof instanceFixture>>;
beforeAll(async () => {
  kit = await instanceFixture();
});
afterEach(async () => {
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});
afterAll(() => kit.db.drop());

const refused = (message: string | RegExp, details: object = {}) =>
  expect.objectContaining({
    code: 'CONFLICT',
    message: message instanceof RegExp ? expect.stringMatching(message) : message,
    details: expect.objectContaining(details),
  });
const set = (id: string, change: Partial<ServiceInstance>) =>
  kit.dataSource.manager.update(ServiceInstance, { id }, change);
const upgrade = ({ userId, subscriptionId, planIds }: Somebody) =>
  upgradeSubscription(kit.dataSource, userId, { id: subscriptionId, planId: planIds[1] }, kit.now());
const wish = (
  { subscriptionId }: Somebody,
  whose: 'billingWish' | 'administratorWish',
  what: 'RUN' | 'STOP',
) => withTransaction(kit.dataSource, (tx) => setWish(tx, subscriptionId, whose, what, kit.now()));

it('stops and restarts one instance and not its neighbour', async () => {
  const who = await kit.somebody();
  const other = await who.another();
  await who.stop();
  expect((await kit.instance(who.instanceId)).customerWish).toBe('STOP');
  expect((await kit.instance(other)).customerWish).toBe('RUN');
  await kit.follow(who.instanceId);
  await expect(who.restart()).rejects.toThrow(
    refused('It is stopped: start it instead', { status: 'STOPPED' }),
  );

  const before = await kit.instance(other);
  await who.restart(other);
  const after = await kit.instance(other);
  expect(after.restartedAt?.getTime()).toBe(after.convergeSince?.getTime());
  expect(before.restartedAt).toBeNull();
  expect(await kit.jobs(other)).toEqual(['provision-instance', 'converge-instance']);
  expect(await kit.activities(other)).toEqual(['RESTARTED']);
  expect(await kit.activities(who.instanceId)).toEqual(['STOPPED']);
});

/** What stands in the way, and in which words. */
const OBSTACLES: [string, (who: Somebody) => Promise<unknown>, string][] = [
  ['a backup', (who) => kit.operation(who.instanceId), 'A backup is under way'],
  ['a restore', (who) => kit.operation(who.instanceId, 'RESTORE'), 'A restore is under way'],
  ['an update', (who) => kit.operation(who.instanceId, 'UPDATE'), 'An update is under way'],
  ['the bin', (who) => who.remove(), 'It is deleted: take it back first'],
  ['an upgrade', upgrade, 'An upgrade is under way'],
  [
    'billing',
    (who) => wish(who, 'billingWish', 'STOP'),
    'It is suspended until it is paid: top up and it comes back',
  ],
  ['an administrator', (who) => wish(who, 'administratorWish', 'STOP'), 'It was stopped by an administrator'],
];
it.each(OBSTACLES)('refuses what makes no sense during %s', async (_, put, message) => {
  const who = await kit.somebody();
  await put(who);
  const before = { ...(await kit.instance(who.instanceId)) };
  const verbs = [
    () => who.start(),
    () => who.stop(),
    () => who.restart(),
    () => who.retry(),
    () => who.update({ envVars: { KEY: 'x' } }),
    () => who.remove(),
  ];
  for (const verb of verbs) await expect(verb()).rejects.toThrow(refused(message));
  expect(await kit.instance(who.instanceId)).toEqual(before);
  // The books would rightly call these wrong.
  await set(who.instanceId, { billingWish: 'RUN' });
});

it('lets a drill disturb nobody', async () => {
  const who = await kit.somebody();
  await kit.operation(who.instanceId, 'DRILL');
  expect((await who.restart()).status).toBe('RUNNING');
});

it('retries one that is not well, and none that is', async () => {
  const who = await kit.somebody();
  await expect(who.retry()).rejects.toThrow(refused('It is well: there is nothing to try again'));
  await set(who.instanceId, { healthStatus: 'unknown' });
  await expect(who.retry()).rejects.toThrow(refused(/not known/));
  await set(who.instanceId, { healthStatus: 'unhealthy' });
  await who.retry();
  expect((await kit.instance(who.instanceId)).restartedAt).not.toBeNull();
  expect(await kit.activities(who.instanceId)).toEqual(['RETRIED']);
});

it('changes variables as a whole, keeps them sealed, and remembers names alone', async () => {
  const who = await kit.somebody();
  const id = who.instanceId;
  await who.update({ envVars: { API_KEY: 'not-a-real-key', MODE: 'slow' } });
  await kit.follow(id);
  await who.update({ envVars: { MODE: 'fast', NEW: 'yes' } });
  const { envVars, convergeSince } = await kit.instance(id);
  expect(convergeSince).not.toBeNull();
  expect(envVars).not.toContain('fast');
  const view = await readVariables(kit.dataSource.manager, who.userId, id, { encryptionKey: ENCRYPTION_KEY });
  expect(view).toMatchObject({
    envVars: { MODE: 'fast', NEW: 'yes' },
    template: [
      { name: 'ECHO_KEY', value: null, isLocked: true },
      { name: 'ECHO_URL', value: null, isLocked: false },
    ],
    history: [
      { actor: 'user', added: ['NEW'], changed: ['MODE'], removed: ['API_KEY'] },
      { added: ['API_KEY', 'MODE'], changed: [], removed: [] },
    ],
  });
  expect(JSON.stringify(view.history)).not.toMatch(/not-a-real-key|fast|slow/);
  // The same set again changes nothing and restarts nothing.
  await kit.follow(id);
  await who.update({ envVars: { NEW: 'yes', MODE: 'fast' } });
  expect((await kit.instance(id)).convergeSince).toBeNull();
});

it('refuses variables that the service keeps to itself, by name, and then changes nothing at all', async () => {
  const who = await kit.somebody();
  await expect(who.update({ name: 'Other', envVars: { ECHO_KEY: 'mine', PATH: '/' } })).rejects.toThrow(
    expect.objectContaining({
      code: 'VALIDATION_ERROR',
      details: { 'envVars.ECHO_KEY': 'Set by the service, with its secret', 'envVars.PATH': 'Reserved' },
    }),
  );
  await expect(who.create({ envVars: { ECHO_KEY: 'mine' } })).rejects.toThrow('ECHO_KEY cannot be set');
  expect((await kit.instance(who.instanceId)).name).toBe('Echo');
});

it('renames even while it is worked on, and once for a key', async () => {
  const who = await kit.somebody();
  await kit.operation(who.instanceId);
  const input = { name: 'Shop', requestId: 'rename-once' };
  expect(await who.update(input)).toEqual(await who.update(input));
  expect((await kit.instance(who.instanceId)).convergeSince).toBeNull();
  expect(await kit.activities(who.instanceId)).toEqual(['RENAMED']);
});

it('puts a domain on it and takes all away, with the rest or not at all', async () => {
  const who = await kit.somebody();
  await kit.dataSource.query('UPDATE service_plans SET max_domains = 1 WHERE id = $1', [who.planIds[0]]);
  await who.update({ customDomain: 'shop.example.com' });
  await expect(who.update({ name: 'Never', customDomain: 'two.example.com' })).rejects.toThrow(
    refused(/allows 1/),
  );
  expect((await kit.instance(who.instanceId)).name).toBe('Echo');
  await who.update({ customDomain: null });
  expect(await kit.activities(who.instanceId)).toEqual(['DOMAIN_ADDED', 'DOMAIN_REMOVED']);
});

it('is locked by an administrator with a reason that its owner reads, alone, until it is unlocked', async () => {
  const who = await kit.somebody();
  const other = await who.another();
  const { userId: administrator } = await kit.somebody();
  const order = { id: other, reason: 'It sends spam' };
  await lockInstance(kit.dataSource, administrator, order, kit.now());
  await kit.follow(other);
  expect(await kit.instance(other)).toMatchObject({ status: 'MAINTENANCE', administratorWish: 'STOP' });
  expect((await kit.instance(who.instanceId)).administratorWish).toBe('RUN');
  const seen = await getInstance(kit.dataSource.manager, who.userId, other, {
    encryptionKey: ENCRYPTION_KEY,
  });
  expect(seen.lockedReason).toBe('It sends spam');
  await expect(who.start(other)).rejects.toThrow(refused('It was stopped by an administrator'));
  await expect(lockInstance(kit.dataSource, administrator, order, kit.now())).rejects.toThrow(
    refused('It is locked already'),
  );
  await unlockInstance(kit.dataSource, administrator, { id: other, reason: 'Settled' }, kit.now());
  await kit.follow(other);
  expect((await kit.instance(other)).status).toBe('RUNNING');
  const log = await kit.dataSource.query(
    `SELECT action, details FROM audit_log WHERE subject = 'instance' AND subject_id = $1 ORDER BY id`,
    [other],
  );
  expect(log).toEqual([
    { action: 'instance.lock', details: { reason: 'It sends spam' } },
    { action: 'instance.unlock', details: { reason: 'Settled' } },
  ]);
  await expect(
    unlockInstance(kit.dataSource, administrator, { id: other, reason: 'Again' }, kit.now()),
  ).rejects.toThrow(refused('It is not locked'));
});

it('goes to the bin by an administrator, and taken back it still does not run', async () => {
  const who = await kit.somebody();
  const { userId: administrator } = await kit.somebody();
  const order = { id: who.instanceId, reason: 'It mines coins' };
  await terminateInstanceAsAdministrator(kit.dataSource, administrator, order, kit.now());
  await kit.follow(who.instanceId);
  await who.recover();
  await kit.follow(who.instanceId);
  expect(await kit.instance(who.instanceId)).toMatchObject({ status: 'MAINTENANCE', deletionDueAt: null });
});
