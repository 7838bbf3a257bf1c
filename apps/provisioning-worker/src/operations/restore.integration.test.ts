import { createBackup } from '@minispod/domain/backup/create-backup';
import { listBackups } from '@minispod/domain/backup/list-backups';
import { restoreBackup } from '@minispod/domain/backup/restore-backup';
import { undoRestore } from '@minispod/domain/backup/undo-restore';
import { setPower } from '@minispod/domain/instance/set-power';
import { brokenRules } from '@minispod/testing/books';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type App, HOT, type Kit, LOADS_RUNNING, operationsFixture } from './operations.test-fixture.js';

const DAY_MS = 86_400_000;

let kit: Kit;
beforeAll(async () => {
  kit = await operationsFixture();
});
afterEach(async () => {
  kit.setLead(0);
  await kit.fault('DELETE');
});
afterAll(() => kit.close());

const now = () => kit.deps.clock.now();
async function backUp({ userId, instanceId }: App): Promise<string> {
  const { backup, operation } = await createBackup(kit.dataSource, userId, { id: instanceId }, now());
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  return backup.id;
}
const restore = ({ userId, instanceId }: App, backupId: string) =>
  restoreBackup(kit.deps, userId, { id: instanceId, backupId }, now());
const claims = async (app: App) => (await kit.volumes(app)).map(({ content }) => content).sort();

test.each([
  ['by a copy of the volume', {}],
  ['by a command before it starts', { backup: HOT }],
  ['by a command in the running app', { backup: LOADS_RUNNING }],
])('an app is restored %s; the volume from before is kept for a week', async (_, template) => {
  const app = await kit.anApp(template);
  await kit.setContent(app, 'as it was');
  const backupId = await backUp(app);
  await kit.setContent(app, 'spoilt');
  const { operation } = await restore(app, backupId);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.content(app)).toBe('as it was');
  expect(await kit.page(app)).toContain('9 bytes that are not');
  expect(await claims(app)).toEqual(['as it was', 'spoilt']);
  expect(await kit.pods(app)).toHaveLength(1);
  expect(await kit.instanceOf(app)).toMatchObject({ volumeGeneration: 2, previousGeneration: 1 });

  kit.setLead(8 * DAY_MS);
  await kit.sweep();
  await kit.carried(operation.id);
  expect(await claims(app)).toEqual(['as it was']);
  expect(await kit.instanceOf(app)).toMatchObject({ previousGeneration: null, previousUntil: null });
  kit.setLead(0);
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('a restore is taken back while the volume from before is there', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'old');
  const backupId = await backUp(app);
  await kit.setContent(app, 'new');
  const undoUntil = async () => {
    const input = { id: app.instanceId, page: 1, limit: 10 };
    return (await listBackups(kit.dataSource.manager, app.userId, input)).restoreUndoUntil;
  };
  expect(await undoUntil()).toBeNull();
  await kit.carried((await restore(app, backupId)).operation.id);
  const { previousUntil } = await kit.instanceOf(app);
  expect(await undoUntil()).toBe(previousUntil?.toISOString());
  const { operation } = await undoRestore(kit.dataSource, app.userId, { id: app.instanceId }, now());
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.content(app)).toBe('new');
  expect(await claims(app)).toEqual(['new']);
  expect(await undoUntil()).toBeNull();
  const again = undoRestore(kit.dataSource, app.userId, { id: app.instanceId }, now());
  await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
  await kit.carried((await restore(app, backupId)).operation.id);
  expect(await kit.content(app)).toBe('old');
});

test.each([
  ['before it starts', HOT],
  ['in the running app', LOADS_RUNNING],
])('a load that fails %s leaves the app as it was', async (_, backup) => {
  const app = await kit.anApp({ backup });
  await kit.setContent(app, 'good');
  const backupId = await backUp(app);
  await kit.setContent(app, 'better');
  await kit.fault('POST', { type: 'exec', command: 'load', exitCode: 3, stderr: 'no such role' });
  const { operation } = await restore(app, backupId);
  expect(await kit.carried(operation.id)).toMatchObject({
    status: 'FAILED',
    problemCode: 'COMMAND_FAILED',
    problemMessage: expect.stringContaining('no such role'),
  });
  await kit.settled(app, 'RUNNING');
  await kit.untilPhase(app, 'READY');
  expect(await kit.content(app)).toBe('better');
  expect(await claims(app)).toEqual(['better']);
  const notices = await kit.dataSource.query(
    `SELECT data FROM notifications WHERE user_id = $1 AND kind = 'RESTORE_DONE'`,
    [app.userId],
  );
  expect(notices).toMatchObject([{ data: { problem: expect.stringContaining('no such role') } }]);
});

test('an app that does not come up with the restored data is switched back', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'good');
  const backupId = await backUp(app);
  await kit.setContent(app, 'better');
  // The backup's version of the app is another, and its image is gone.
  await kit.aVersion(app, '0.9.0', { image: 'docker.io/example/missing:0.9.0' });
  await kit.dataSource.query(
    `UPDATE backups SET service_version_id = (SELECT id FROM service_versions WHERE service_id = $2 AND version = '0.9.0') WHERE id = $1`,
    [backupId, app.serviceId],
  );
  const { operation } = await restore(app, backupId);
  expect(await kit.carried(operation.id)).toMatchObject({
    status: 'FAILED',
    phase: 'rollback',
    problemCode: 'IMAGE_PULL_FAILED',
  });
  expect(await kit.content(app)).toBe('better');
  expect((await kit.view(app)).version).toBe('1.0.0');
  expect(await kit.phaseOf(app)).toBe('READY');
  expect(await claims(app)).toEqual(['better']);
});

test("a backup goes into another instance of the same owner's service, with the secrets it was made with", async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'of the first');
  const backupId = await backUp(app);
  const other = await kit.another(app);
  const before = await kit.instanceOf(other);
  const { operation } = await restore(other, backupId);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.content(other)).toBe('of the first');
  expect((await kit.instanceOf(other)).secrets).not.toBe(before.secrets);
  expect(await kit.secretsOf(other)).toEqual(await kit.secretsOf(app));
});

test('an app its owner had stopped is proved without its address and stopped again', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'kept');
  const backupId = await backUp(app);
  await setPower(kit.dataSource, app.userId, app.instanceId, 'STOP', now());
  await kit.settled(app, 'STOPPED');
  const { operation } = await restore(app, backupId);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  await kit.settled(app, 'STOPPED');
  await kit.untilPhase(app, 'STOPPED');
});

test('a damaged backup is not restored', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'good');
  const backupId = await backUp(app);
  await kit.damage(backupId);
  const { operation } = await restore(app, backupId);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'FAILED', problemCode: 'BACKUP_DAMAGED' });
  expect(await kit.content(app)).toBe('good');
});
