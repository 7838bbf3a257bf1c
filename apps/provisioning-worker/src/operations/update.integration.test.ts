import { Alert } from '@minispod/database/entities/alert.entity';
import { updateApp } from '@minispod/domain/app-update/update-app';
import { brokenRules } from '@minispod/testing/books';
import { sampleTemplate } from '@minispod/testing/builders';
import { IsNull } from 'typeorm';
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

const update = ({ userId, instanceId }: App, version?: string) =>
  updateApp(kit.deps, userId, { id: instanceId, version }, kit.deps.clock.now());
const kinds = async ({ userId }: App): Promise<string[]> =>
  (
    await kit.dataSource.query('SELECT kind FROM notifications WHERE user_id = $1 ORDER BY created_at, id', [
      userId,
    ])
  ).map(({ kind }: { kind: string }) => kind);
const alertsOf = ({ instanceId }: App) =>
  kit.dataSource.manager.find(Alert, { where: { instanceId, closedAt: IsNull() } });

test('an app is updated with its data; the backup from before is kept for a while', async () => {
  const app = await kit.anApp({ backup: HOT });
  await kit.setContent(app, 'stays');
  await kit.aVersion(app, '2.0.0');
  const { operation } = await update(app);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect((await kit.view(app)).version).toBe('2.0.0');
  expect(await kit.content(app)).toBe('stays');
  expect(await kit.page(app)).toContain('echo:2.0.0');
  expect(await kit.pods(app)).toHaveLength(1);
  const [backup] = await kit.dataSource.query('SELECT * FROM backups WHERE instance_id = $1', [
    app.instanceId,
  ]);
  expect(backup).toMatchObject({ kind: 'PRE_UPDATE', format: 'VOLUME', status: 'SUCCEEDED' });
  expect(backup.expires_at).toBeInstanceOf(Date);
  expect(await kinds(app)).toContain('UPDATE_DONE');
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('a version that wants a secret of its own gets one, and those that were there stay', async () => {
  const app = await kit.anApp();
  const before = await kit.secrets(app);
  const { secrets } = sampleTemplate();
  await kit.aVersion(app, '2.0.0', {
    secrets: { ...secrets, signingKey: { generate: 'hex', length: 32 } },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference as templates write it
    env: { SIGNING_KEY: '${secret.signingKey}' },
  });
  expect(await kit.carried((await update(app)).operation.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await kit.secrets(app)).toEqual({ ...before, signingKey: expect.stringMatching(/^[0-9a-f]{32}$/) });
});

test('a version that never comes up is rolled back with the data from before; its owner is told', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'precious');
  await kit.aVersion(app, '2.0.0', { image: 'docker.io/example/missing:2.0.0' });
  const { operation } = await update(app);
  expect(await kit.carried(operation.id)).toMatchObject({
    status: 'FAILED',
    phase: 'rollback',
    problemCode: 'IMAGE_PULL_FAILED',
  });
  expect((await kit.view(app)).version).toBe('1.0.0');
  expect(await kit.content(app)).toBe('precious');
  expect(await kit.phaseOf(app)).toBe('READY');
  expect(await kit.page(app)).toContain('echo:1.0.0');
  expect((await kit.volumes(app)).map(({ content }) => content)).toEqual(['precious']);
  expect(await kinds(app)).toContain('UPDATE_ROLLED_BACK');
  expect(await alertsOf(app)).toMatchObject([{ kind: 'UPDATE_ROLLED_BACK', severity: 'WARNING' }]);

  kit.setLead(8 * 86_400_000);
  await kit.sweep();
  expect(await alertsOf(app)).toEqual([]);
  kit.setLead(0);

  await kit.aVersion(app, '2.0.1');
  await kit.carried((await update(app)).operation.id);
  expect((await kit.view(app)).version).toBe('2.0.1');
});

test('one that hangs is rolled back when its time is over', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'precious');
  await kit.aVersion(app, '3.0.0');
  await kit.fault('POST', { type: 'hang', image: 'echo:3.0.0' });
  const { operation } = await update(app);
  await kit.untilPhaseIs(operation.id, 'verify');
  kit.setLead(10 * 60_000);
  expect(await kit.carried(operation.id)).toMatchObject({
    status: 'FAILED',
    problemCode: 'NOT_READY_IN_TIME',
  });
  expect(await kit.content(app)).toBe('precious');
  expect((await kit.view(app)).version).toBe('1.0.0');
});

test('without its backup nothing is changed', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'precious');
  await kit.aVersion(app, '2.0.0');
  kit.setFull(new Error('no space left on device'));
  const { operation } = await update(app);
  expect(await kit.carried(operation.id)).toMatchObject({
    status: 'FAILED',
    phase: 'copy',
    problemMessage: expect.stringContaining('no space left'),
  });
  await kit.settled(app, 'RUNNING');
  expect((await kit.view(app)).version).toBe('1.0.0');
  await kit.untilPhase(app, 'READY');
  expect(await alertsOf(app)).toMatchObject([{ kind: 'BACKUP_FAILED' }]);
});

test('a rollback that cannot be done calls an operator, and the app runs its old version', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'precious');
  await kit.aVersion(app, '2.0.0', { image: 'docker.io/example/missing:2.0.0' });
  const { operation } = await update(app);
  await kit.untilPhaseIs(operation.id, 'verify');
  const [{ id }] = await kit.dataSource.query('SELECT id FROM backups WHERE instance_id = $1', [
    app.instanceId,
  ]);
  await kit.damage(id);
  expect(await kit.carried(operation.id)).toMatchObject({ status: 'FAILED', problemCode: 'ROLLBACK_FAILED' });
  expect(await alertsOf(app)).toMatchObject([{ kind: 'UPDATE_ROLLED_BACK', severity: 'CRITICAL' }]);
  expect((await kit.view(app)).version).toBe('1.0.0');
  await kit.untilPhase(app, 'READY');
  expect(await kit.content(app)).toBe('precious');
});

test('one suspended while it is verified is rolled back without running', async () => {
  const app = await kit.anApp();
  await kit.setContent(app, 'precious');
  await kit.aVersion(app, '2.0.0');
  await kit.fault('POST', { type: 'hang', image: 'echo:2.0.0' });
  const { operation } = await update(app);
  await kit.untilPhaseIs(operation.id, 'verify');
  await kit.dataSource.query(`UPDATE service_instances SET billing_wish = 'STOP' WHERE id = $1`, [
    app.instanceId,
  ]);
  expect(await kit.carried(operation.id)).toMatchObject({
    status: 'FAILED',
    problemCode: 'STOPPED_MEANWHILE',
  });
  await kit.settled(app, 'SUSPENDED');
  expect(await kit.content(app)).toBe('precious');
  expect(await kit.phaseOf(app)).toBe('STOPPED');
});

test('an older, a withdrawn and an unknown version are refused', async () => {
  const app = await kit.anApp();
  await kit.aVersion(app, '2.0.0');
  await kit.carried((await update(app)).operation.id);
  await expect(update(app)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(update(app, '1.0.0')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(update(app, '9.9.9')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await kit.aVersion(app, '3.0.0');
  await kit.dataSource.query(
    `UPDATE service_versions SET withdrawn_reason = 'It forgets' WHERE service_id = $1 AND version = '3.0.0'`,
    [app.serviceId],
  );
  await expect(update(app)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('It forgets'),
  });
});
