import { createBackup } from '@minispod/domain/backup/create-backup';
import { deleteBackup } from '@minispod/domain/backup/delete-backup';
import { downloadBackup } from '@minispod/domain/backup/download-backup';
import { restoreBackup } from '@minispod/domain/backup/restore-backup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Kit, operationsFixture } from './operations.test-fixture.js';

let kit: Kit;
beforeAll(async () => {
  kit = await operationsFixture({ snapshotClass: 'standard' });
});
afterAll(() => kit.close());

test('where the cluster makes snapshots, a backup is one: the app runs on, and it is restored from it', async () => {
  const now = kit.deps.clock.now();
  const app = await kit.anApp();
  await kit.setContent(app, 'in a moment');
  const pods = await kit.pods(app);
  const { backup, operation } = await createBackup(kit.dataSource, app.userId, { id: app.instanceId }, now);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.backup(backup.id)).toMatchObject({ format: 'SNAPSHOT', status: 'SUCCEEDED' });
  expect(await kit.pods(app)).toEqual(pods);
  expect(await kit.stored()).toEqual([]);
  const input = { id: app.instanceId, backupId: backup.id };
  await expect(downloadBackup(kit.dataSource, app.userId, input, now)).rejects.toMatchObject({
    code: 'CONFLICT',
  });

  await kit.setContent(app, 'spoilt');
  const restoring = await restoreBackup(kit.deps, app.userId, input, now);
  expect(await kit.carried(restoring.operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.content(app)).toBe('in a moment');

  await deleteBackup(kit.dataSource, app.userId, input, now);
  await kit.sweep();
  expect((await kit.backup(backup.id)).erasedAt).toBeInstanceOf(Date);
});
