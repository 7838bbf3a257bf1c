import { withTransaction } from '@minispod/database/transaction';
import { createBackup } from '@minispod/domain/backup/create-backup';
import { restoreBackup } from '@minispod/domain/backup/restore-backup';
import { endInstance } from '@minispod/domain/instance/terminate';
import { hostileTexts, uncleanTexts } from '@minispod/testing/hostile-text';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { convergeInstance } from '../handlers/converge-instance.js';
import { type App, HOT, type Kit, operationsFixture } from './operations.test-fixture.js';

const MINUTE_MS = 60_000;

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

const now = () => kit.deps.clock.now();
const backUp = ({ userId, instanceId }: App) =>
  createBackup(kit.dataSource, userId, { id: instanceId }, now());
const restore = ({ userId, instanceId }: App, backupId: string) =>
  restoreBackup(kit.deps, userId, { id: instanceId, backupId }, now());

test('ten ask for a backup at once: one is made, nine are told why not', async () => {
  const app = await kit.anApp({ backup: HOT });
  const asked = await Promise.allSettled(Array.from({ length: 10 }, () => backUp(app)));
  const begun = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(begun).toHaveLength(1);
  for (const one of asked)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'CONFLICT' });
  expect(await kit.carried(begun[0]!.operation.id)).toMatchObject({ status: 'SUCCEEDED' });
});

test('five workers carry one restore: it happens once', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'good');
  const made = await backUp(app);
  await kit.carried(made.operation.id);
  await kit.setContent(app, 'spoilt');
  const { operation } = await restore(app, made.backup.id);
  const workers = Array.from({ length: 5 }, () => kit.aRunner());
  await Promise.all(workers.map((worker) => kit.carried(operation.id, worker)));
  expect(await kit.read(operation.id)).toMatchObject({ status: 'SUCCEEDED', input: { tries: 1 } });
  expect(await kit.content(app)).toBe('good');
  expect(await kit.instanceOf(app)).toMatchObject({ volumeGeneration: 2, previousGeneration: 1 });
});

test('a wish, a drift corrected or a resync during a cold copy does not start the app', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'cold');
  const { operation } = await backUp(app);
  await kit.untilPhaseIs(operation.id, 'copy');
  await kit.dataSource.query('UPDATE service_instances SET converge_since = $2 WHERE id = $1', [
    app.instanceId,
    now(),
  ]);
  await convergeInstance(kit.deps)(app);
  expect(await kit.phaseOf(app)).toBe('STOPPED');
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  await kit.untilPhase(app, 'READY');
});

test('while the cluster is away a backup waits, and is made when it is back', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'patience');
  const { operation } = await backUp(app);
  await kit.fault('POST', { type: 'api', status: 503 });
  for (let look = 0; look < 3; look += 1) {
    kit.runner.begin(operation.id);
    await kit.runner.idle();
  }
  expect((await kit.read(operation.id)).finishedAt).toBeNull();
  await kit.fault('DELETE');
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
});

test('when its deadline passes with the cluster away it failed, and the app runs when the cluster is back', async () => {
  const app = await kit.anApp();
  const { operation, backup } = await backUp(app);
  await kit.untilPhaseIs(operation.id, 'copy');
  await kit.fault('POST', { type: 'api', status: 503 });
  kit.setLead(61 * MINUTE_MS);
  kit.runner.begin(operation.id);
  await kit.runner.idle();
  expect(await kit.read(operation.id)).toMatchObject({ status: 'FAILED', problemCode: 'DEADLINE' });
  expect(await kit.backup(backup.id)).toMatchObject({ status: 'FAILED', problemCode: 'DEADLINE' });
  await kit.fault('DELETE');
  kit.setLead(0);
  await kit.carried(operation.id);
  await kit.settled(app, 'RUNNING');
  await kit.untilPhase(app, 'READY');
});

test('a full store fails a backup after three tries, with its own words; the next one that works closes the alert', async () => {
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, 'x');
  kit.setFull(new Error('no space left on device'));
  const { operation, backup } = await backUp(app);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'FAILED', input: { tries: 3 } });
  expect((await kit.backup(backup.id)).problemMessage).toContain('no space left on device');
  const alerts = () =>
    kit.dataSource.query(
      `SELECT message FROM alerts WHERE kind = 'BACKUP_FAILED' AND instance_id = $1 AND closed_at IS NULL`,
      [app.instanceId],
    );
  expect(await alerts()).toHaveLength(1);
  kit.setFull(null);
  expect(await kit.carried((await backUp(app)).operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await alerts()).toEqual([]);
});

test('a command that fails, or says nothing and succeeds, is no backup', async () => {
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, '');
  const silent = await backUp(app);
  expect(await kit.carried(silent.operation.id)).toMatchObject({
    status: 'FAILED',
    problemCode: 'BACKUP_EMPTY',
  });
  await kit.setContent(app, 'x');
  await kit.fault('POST', { type: 'exec', command: 'dump', exitCode: 2, stderr: 'too many connections' });
  const loud = await backUp(app);
  expect(await kit.carried(loud.operation.id)).toMatchObject({
    status: 'FAILED',
    problemCode: 'COMMAND_FAILED',
    problemMessage: expect.stringContaining('too many connections'),
  });
  expect(await kit.phaseOf(app)).toBe('READY');
});

test('a command that fails with hostile last words fails with words that can be read', async () => {
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, 'x');
  const stderr = hostileTexts(20_260_105)(1_000_000);
  await kit.fault('POST', { type: 'exec', command: 'dump', exitCode: 2, stderr });
  const failed = await kit.carried((await backUp(app)).operation.id);
  expect(failed).toMatchObject({ status: 'FAILED', problemCode: 'COMMAND_FAILED' });
  expect(uncleanTexts(failed)).toEqual([]);
  expect(Array.from(failed.problemMessage ?? '').length).toBeLessThanOrEqual(1_000);
  await kit.fault('DELETE');
  expect(await kit.carried((await backUp(app)).operation.id)).toMatchObject({ status: 'SUCCEEDED' });
});

test('twenty MiB come back as they were', async () => {
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, { mebibytes: 20 });
  const held = async () => {
    const { volumeGeneration } = await kit.instanceOf(app);
    const suffix = volumeGeneration === 1 ? '-data' : `-data-${volumeGeneration}`;
    return (await kit.volumes(app)).find(({ claim }) => claim.endsWith(suffix))?.sha256;
  };
  const before = await held();
  const { operation, backup } = await backUp(app);
  await kit.carried(operation.id);
  await kit.setContent(app, 'small');
  await kit.carried((await restore(app, backup.id)).operation.id);
  expect(await held()).toBe(before);
});

test('an instance that ends during a restore keeps what was proved', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'good');
  const made = await backUp(app);
  await kit.carried(made.operation.id);
  const { operation } = await restore(app, made.backup.id);
  await kit.untilPhaseIs(operation.id, 'verify');
  await withTransaction(kit.dataSource, (tx) =>
    endInstance(tx, { id: app.instanceId, status: 'RUNNING' }, 'system', 'CANCELLED', now()),
  );
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'FAILED', problemCode: 'INSTANCE_ENDED' });
  expect(await kit.instanceOf(app)).toMatchObject({ volumeGeneration: 1, previousGeneration: null });
});
