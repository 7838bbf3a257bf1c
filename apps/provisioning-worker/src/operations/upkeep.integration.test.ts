import { createBackup } from '@minispod/domain/backup/create-backup';
import { deleteBackup } from '@minispod/domain/backup/delete-backup';
import { deleteInstance } from '@minispod/domain/instance/delete-instance';
import { cancelSubscription } from '@minispod/domain/subscription/cancel';
import { brokenRules } from '@minispod/testing/books';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { removeInstance } from '../handlers/remove-instance.js';
import { type App, HOT, type Kit, operationsFixture } from './operations.test-fixture.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let kit: Kit;
beforeAll(async () => {
  kit = await operationsFixture();
});
afterEach(async () => {
  kit.setLead(0);
  kit.setFull(null);
  await kit.fault('DELETE');
  // What one test left due is not the next one's.
  await kit.dataSource.query('UPDATE service_plans SET backup_every_hours = 0');
  await kit.dataSource.query('UPDATE service_instances SET backup_due_at = NULL');
  await kit.dataSource.query('DELETE FROM sweep_marks');
});
afterAll(() => kit.close());

const now = () => kit.deps.clock.now();
const backupsOf = ({ instanceId }: App): Promise<{ id: string; kind: string; status: string }[]> =>
  kit.dataSource.query('SELECT * FROM backups WHERE instance_id = $1 ORDER BY created_at, id', [instanceId]);

/** Sweeps and carries until nothing is left to do. */
async function worked(): Promise<void> {
  await kit.sweep();
  await kit.runner.idle();
  await vi.waitFor(
    async () => {
      const [{ left }] = await kit.dataSource.query(
        'SELECT count(*)::int AS left FROM instance_operations WHERE finished_at IS NULL OR cleaned_at IS NULL',
      );
      kit.setLead(lead + 10_000);
      await kit.sweep();
      await kit.runner.idle();
      expect(left).toBe(0);
    },
    { timeout: 30_000, interval: 50 },
  );
}
let lead = 0;
function pass(ms: number): void {
  lead += ms;
  kit.setLead(lead);
}

/** A namespace is a while in going. */
const gone = (namespace: string) =>
  vi.waitFor(async () => expect(await kit.namespaces()).not.toContain(namespace), {
    timeout: 10_000,
    interval: 25,
  });

test('backups come by the schedule of the plan, and the newest are kept', async () => {
  lead = 0;
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, 'daily');
  await kit.dataSource.query(
    'UPDATE service_plans SET backup_every_hours = 24, backup_keep = 2 WHERE id = $1',
    [app.planIds[0]],
  );
  await kit.sweep();
  const { backupDueAt } = await kit.instanceOf(app);
  expect(backupDueAt!.getTime() - now().getTime()).toBeLessThanOrEqual(24 * HOUR_MS);
  for (let day = 0; day < 4; day += 1) {
    pass(26 * HOUR_MS);
    await worked();
  }
  const all = await backupsOf(app);
  expect(all.map(({ kind }) => kind)).toEqual(Array(4).fill('SCHEDULED'));
  expect(all.map(({ status }) => status)).toEqual(['DELETED', 'DELETED', 'SUCCEEDED', 'SUCCEEDED']);
  expect((await kit.stored()).sort()).toEqual([all[2]!.id, all[3]!.id].sort());
});

test('what its owner deletes leaves the store', async () => {
  lead = 0;
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, 'mine');
  const { backup, operation } = await createBackup(kit.dataSource, app.userId, { id: app.instanceId }, now());
  await kit.carried(operation.id);
  expect(await kit.stored()).toContain(backup.id);
  await deleteBackup(kit.dataSource, app.userId, { id: app.instanceId, backupId: backup.id }, now());
  await kit.sweep();
  expect(await kit.stored()).not.toContain(backup.id);
});

test('a subscription that ends leaves a last backup, and then nothing in the cluster', async () => {
  lead = 0;
  const app = await kit.anApp();
  await kit.setContent(app, 'the last of it');
  const deps = { dataSource: kit.dataSource, billing: kit.deps.billing };
  await cancelSubscription(deps, app.userId, { id: app.subscriptionId, when: 'now' }, now());
  const remove = () => removeInstance(kit.deps)(app);
  await remove();
  expect(await kit.volumes(app)).toHaveLength(1);
  await worked();
  const [last] = await backupsOf(app);
  expect(last).toMatchObject({ kind: 'FINAL', format: 'VOLUME', status: 'SUCCEEDED' });
  await vi.waitFor(async () => {
    await remove();
    expect((await kit.instanceOf(app)).releasedAt).not.toBeNull();
  }, 20_000);
  await kit.untilNoNamespace(`user-${app.userId}`);
  expect(await kit.stored()).toContain(last!.id);

  pass(31 * DAY_MS);
  await worked();
  expect(await kit.stored()).not.toContain(last!.id);
});

test('a last backup that fails is tried for a day, then its data goes and an operator knows', async () => {
  lead = 0;
  const app = await kit.anApp();
  const deps = { dataSource: kit.dataSource, billing: kit.deps.billing };
  await cancelSubscription(deps, app.userId, { id: app.subscriptionId, when: 'now' }, now());
  kit.setFull(new Error('no space left on device'));
  const remove = () => removeInstance(kit.deps)(app);
  await remove();
  await worked();
  await remove();
  expect(await backupsOf(app)).toMatchObject([{ kind: 'FINAL', status: 'FAILED' }]);
  expect((await kit.instanceOf(app)).releasedAt).toBeNull();
  pass(HOUR_MS);
  await remove();
  await worked();
  expect(await backupsOf(app)).toHaveLength(2);
  pass(DAY_MS);
  await vi.waitFor(async () => {
    await remove();
    expect((await kit.instanceOf(app)).releasedAt).not.toBeNull();
  }, 20_000);
  const alerts = await kit.dataSource.query(
    `SELECT severity, details FROM alerts WHERE instance_id = $1 AND kind = 'BACKUP_FAILED' AND closed_at IS NULL`,
    [app.instanceId],
  );
  expect(alerts).toEqual([{ severity: 'CRITICAL', details: { isFinal: true } }]);
});

test('a bin is emptied when its week is over, with a last backup', async () => {
  lead = 0;
  const app = await kit.anApp();
  await kit.setContent(app, 'thrown away');
  const { name } = await kit.view(app);
  await deleteInstance(kit.dataSource, app.userId, { id: app.instanceId, confirm: name }, now());
  await kit.sweep();
  expect((await kit.view(app)).status).not.toBe('TERMINATED');
  pass(8 * DAY_MS);
  await kit.sweep();
  expect((await kit.view(app)).status).toBe('TERMINATED');
  await vi.waitFor(
    async () => {
      await removeInstance(kit.deps)(app);
      await worked();
      expect((await kit.instanceOf(app)).releasedAt).not.toBeNull();
    },
    { timeout: 30_000 },
  );
  expect(await backupsOf(app)).toMatchObject([{ kind: 'FINAL', status: 'SUCCEEDED' }]);
});

test('once a week the newest backup of a service is proved; a newer version is told of once', async () => {
  lead = 0;
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, 'proved');
  const { operation, backup } = await createBackup(kit.dataSource, app.userId, { id: app.instanceId }, now());
  await kit.carried(operation.id);
  await kit.dataSource.query(`UPDATE backups SET status = 'DELETED', erased_at = now() WHERE id <> $1`, [
    backup.id,
  ]);
  await kit.aVersion(app, '2.0.0', { isSecurityRelease: true });
  for (let hour = 0; hour < 3; hour += 1) {
    pass(2 * HOUR_MS);
    await worked();
  }
  expect((await kit.backup(backup.id)).provenAt).toBeInstanceOf(Date);
  const drills = await kit.dataSource.query(
    `SELECT id FROM instance_operations WHERE kind = 'DRILL' AND input->>'backupId' = $1`,
    [backup.id],
  );
  expect(drills).toHaveLength(1);
  await gone(`user-${drills[0].id}`);
  const told = await kit.dataSource.query(
    `SELECT data FROM notifications WHERE kind = 'UPDATE_OFFERED' AND user_id = $1`,
    [app.userId],
  );
  expect(told).toMatchObject([{ data: { version: '2.0.0', current: '1.0.0', isSecurityRelease: true } }]);
  kit.setLead(0);
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('a drill that fails tells an operator and leaves nothing', async () => {
  lead = 0;
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, 'x');
  const { operation, backup } = await createBackup(kit.dataSource, app.userId, { id: app.instanceId }, now());
  await kit.carried(operation.id);
  await kit.damage(backup.id);
  await kit.dataSource.query(`UPDATE backups SET status = 'DELETED', erased_at = now() WHERE id <> $1`, [
    backup.id,
  ]);
  pass(8 * DAY_MS);
  await worked();
  const [drill] = await kit.dataSource.query(
    `SELECT id, status, problem_code FROM instance_operations WHERE kind = 'DRILL' AND input->>'backupId' = $1`,
    [backup.id],
  );
  expect(drill).toMatchObject({ status: 'FAILED', problem_code: 'BACKUP_DAMAGED' });
  await gone(`user-${drill.id}`);
  const alerts = await kit.dataSource.query(
    `SELECT severity, user_id FROM alerts WHERE kind = 'DRILL_FAILED' AND subject = $1 AND closed_at IS NULL`,
    [app.serviceId],
  );
  expect(alerts).toEqual([{ severity: 'CRITICAL', user_id: null }]);
  expect((await kit.view(app)).operation).toBeNull();
});
