import { createBackup } from '@minispod/domain/backup/create-backup';
import { listBackups } from '@minispod/domain/backup/list-backups';
import { setPower } from '@minispod/domain/instance/set-power';
import { brokenRules } from '@minispod/testing/books';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type App, HOT, type Kit, operationsFixture } from './operations.test-fixture.js';

let kit: Kit;
beforeAll(async () => {
  kit = await operationsFixture();
});
afterEach(async () => {
  kit.setLead(0);
  kit.setFull(null);
  await kit.fault('DELETE');
});
afterAll(() => kit.close());

const backUp = ({ userId, instanceId }: App) =>
  createBackup(kit.dataSource, userId, { id: instanceId }, kit.deps.clock.now());
const list = ({ userId, instanceId }: App) =>
  listBackups(kit.dataSource.manager, userId, { id: instanceId, page: 1, limit: 20 });

test('an app with a command is backed up while it runs', async () => {
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, 'what is in it');
  const { backup, operation } = await backUp(app);
  expect(backup).toMatchObject({ status: 'PENDING', kind: 'MANUAL', version: '1.0.0' });
  expect((await kit.view(app)).operation).toMatchObject({ id: operation.id, status: 'PENDING' });
  const pods = await kit.pods(app);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.pods(app)).toEqual(pods);
  expect(await kit.backup(backup.id)).toMatchObject({
    status: 'SUCCEEDED',
    format: 'COMMAND',
    sizeBytes: 'what is in it'.length,
    sha256: expect.stringMatching(/^[\da-f]{64}$/),
  });
  const { items, isHot } = await list(app);
  expect(isHot).toBe(true);
  expect(items).toMatchObject([{ id: backup.id, status: 'SUCCEEDED', instanceName: expect.any(String) }]);
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('one without is stopped, copied, and runs again; nothing is left in the cluster', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'cold');
  const { backup, operation } = await backUp(app);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.backup(backup.id)).toMatchObject({ status: 'SUCCEEDED', format: 'VOLUME' });
  expect(await kit.phaseOf(app)).toBe('READY');
  expect(await kit.pods(app)).toHaveLength(1);
  expect(await kit.content(app)).toBe('cold');
});

test('what its owner had stopped stays stopped', async () => {
  const app = await kit.anApp({ backup: HOT });
  await setPower(kit.dataSource, app.userId, app.instanceId, 'STOP', kit.deps.clock.now());
  await kit.settled(app, 'STOPPED');
  const { backup, operation } = await backUp(app);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.backup(backup.id)).toMatchObject({ format: 'VOLUME', status: 'SUCCEEDED' });
  expect(await kit.phaseOf(app)).toBe('STOPPED');
});
