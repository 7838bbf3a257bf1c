import { updateApp } from '@minispod/domain/app-update/update-app';
import { createBackup } from '@minispod/domain/backup/create-backup';
import { restoreBackup } from '@minispod/domain/backup/restore-backup';
import { drillBackup } from '@minispod/domain/backup/start-drill';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { mortal } from './mortal.test-fixture.js';
import { type App, HOT, type Kit, LOADS_RUNNING, operationsFixture } from './operations.test-fixture.js';

vi.setConfig({ testTimeout: 240_000 });

let kit: Kit;
beforeAll(async () => {
  kit = await operationsFixture();
});
afterAll(() => kit.close());

const now = () => kit.deps.clock.now();
const backUp = ({ userId, instanceId }: App) =>
  createBackup(kit.dataSource, userId, { id: instanceId }, now());

/** Carries it by a worker that dies after so many effects, then by one that lives. True when the first one lived, too. */
async function carriedOver(id: string, lives: number): Promise<boolean> {
  const { deps, effects } = mortal(kit.deps, lives);
  const doomed = kit.aRunner(deps);
  for (let looks = 0; looks < 20 && effects() < lives; looks += 1) {
    doomed.begin(id);
    await doomed.idle();
    const { finishedAt, cleanedAt } = await kit.read(id);
    if (finishedAt && cleanedAt) return true;
  }
  await doomed.close();
  await kit.carried(id);
  return false;
}

/** Which effect is the first one's last. Over the runs each effect is the last of a worker; SEED repeats a run. */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 12));

/**
 * One worker after the other, each dying `stride` effects later, until one lives. Returns how many effects that took. Where
 * volumes change hands the stride is short.
 */
async function deaths(
  begin: () => Promise<string>,
  check: (id: string) => Promise<void>,
  stride = 6,
): Promise<number> {
  for (let lives = 1 + (SEED % stride); ; lives += stride) {
    const id = await begin();
    const lived = await carriedOver(id, lives);
    await check(id);
    if (lived) return lives;
  }
}

test.concurrent.each([
  ['while it runs', { backup: HOT }],
  ['while it is stopped', {}],
])('a backup of an app %s: whoever dies when, it is made whole and the app runs', async (_, template) => {
  const app = await kit.anApp(template);
  await kit.setContent(app, 'all of it');
  const died = await deaths(
    async () => (await backUp(app)).operation.id,
    async (id) => {
      const operation = await kit.read(id);
      expect(operation).toMatchObject({ status: 'SUCCEEDED' });
      expect(await kit.backup((operation.input as { backupId: string }).backupId)).toMatchObject({
        status: 'SUCCEEDED',
        sizeBytes: expect.any(Number),
      });
      await kit.untilPhase(app, 'READY');
      expect(await kit.content(app)).toBe('all of it');
      expect(await kit.pods(app)).toHaveLength(1);
      await kit.dataSource.query(`UPDATE backups SET status = 'DELETED' WHERE instance_id = $1`, [
        app.instanceId,
      ]);
    },
  );
  expect(died).toBeGreaterThan(5);
});

test.concurrent.each([
  ['by a copy', {}, 3],
  ['by a command before it starts', { backup: HOT }, 6],
  ['by the running app', { backup: LOADS_RUNNING }, 3],
])('a restore %s: whoever dies when, the data is that of the backup', async (_, template, stride) => {
  const app = await kit.anApp(template);
  await kit.setContent(app, 'good');
  const { backup, operation } = await backUp(app);
  await kit.carried(operation.id);
  const { userId, instanceId } = app;
  const died = await deaths(
    async () => {
      await kit.setContent(app, 'spoilt');
      const begun = await restoreBackup(kit.deps, userId, { id: instanceId, backupId: backup.id }, now());
      return begun.operation.id;
    },
    async (id) => {
      expect(await kit.read(id)).toMatchObject({ status: 'SUCCEEDED' });
      await kit.untilPhase(app, 'READY');
      expect(await kit.content(app)).toBe('good');
      expect((await kit.volumes(app)).map(({ content }) => content).sort()).toEqual(['good', 'spoilt']);
    },
    stride,
  );
  expect(died).toBeGreaterThan(8);
});

test.concurrent('an update that works: whoever dies when, it is done with its data', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'stays');
  let number = 1;
  const died = await deaths(
    async () => {
      number += 1;
      await kit.aVersion(app, `${number}.0.0`);
      return (await updateApp(kit.deps, app.userId, { id: app.instanceId }, now())).operation.id;
    },
    async (id) => {
      expect(await kit.read(id)).toMatchObject({ status: 'SUCCEEDED' });
      expect((await kit.view(app)).version).toBe(`${number}.0.0`);
      expect(await kit.content(app)).toBe('stays');
    },
  );
  expect(died).toBeGreaterThan(8);
});

test.concurrent('an update that does not: whoever dies when, the old version is back with its data', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'stays');
  let number = 1;
  const died = await deaths(
    async () => {
      number += 1;
      await kit.aVersion(app, `${number}.0.0`, { image: `docker.io/example/missing:${number}.0.0` });
      return (await updateApp(kit.deps, app.userId, { id: app.instanceId }, now())).operation.id;
    },
    async (id) => {
      expect(await kit.read(id)).toMatchObject({ status: 'FAILED', problemCode: 'IMAGE_PULL_FAILED' });
      expect((await kit.view(app)).version).toBe('1.0.0');
      await kit.untilPhase(app, 'READY');
      expect(await kit.content(app)).toBe('stays');
      expect(await kit.volumes(app)).toHaveLength(1);
    },
    3,
  );
  expect(died).toBeGreaterThan(12);
});

test.sequential('a drill: whoever dies when, it proves the backup and leaves nothing', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'good');
  const { backup, operation } = await backUp(app);
  await kit.carried(operation.id);
  const administrator = await aCustomer(kit.dataSource);
  await deaths(
    async () => {
      await kit.dataSource.query('UPDATE backups SET proven_at = NULL');
      const begun = await drillBackup(kit.dataSource, administrator, { backupId: backup.id }, now());
      return begun.operation.id;
    },
    async (id) => {
      expect(await kit.read(id)).toMatchObject({ status: 'SUCCEEDED' });
      expect((await kit.backup(backup.id)).provenAt).toBeInstanceOf(Date);
      await kit.untilNoNamespace(`user-${id}`);
    },
  );
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});
