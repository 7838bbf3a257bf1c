import { Alert } from '@minispod/database/entities/alert.entity';
import { Notification } from '@minispod/database/entities/notification.entity';
import { withTransaction } from '@minispod/database/transaction';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, type Subscriber } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { closeAlert } from './close.js';
import { closeOldAlerts } from './close-old.js';
import { type NewAlert, raiseAlert } from './raise.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5) + seconds * 1_000);
let db: TestDatabase;
let owner: Subscriber;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  const { planIds } = await aService(db.dataSource);
  owner = await aSubscriber(db.dataSource, planIds[0]!, at(0), { balance: 100_000 });
});

const ill = (overrides: Partial<NewAlert> = {}): NewAlert => ({
  kind: 'INSTANCE_UNHEALTHY',
  subject: owner.instanceId,
  instanceId: owner.instanceId,
  message: 'It does not answer.',
  details: { code: 'NOT_READY_IN_TIME' },
  ...overrides,
});
const raise = (alert: NewAlert, now = at(10)) =>
  withTransaction(db.dataSource, (tx) => raiseAlert(tx, alert, now));
const close = (kind = 'INSTANCE_UNHEALTHY', now = at(20)) =>
  withTransaction(db.dataSource, (tx) => closeAlert(tx, { kind, subject: owner.instanceId }, now));
const alerts = () =>
  db.dataSource.manager.find(Alert, { where: { instanceId: owner.instanceId }, order: { raisedAt: 'ASC' } });
const told = async () =>
  (
    await db.dataSource.manager.find(Notification, {
      where: { userId: owner.userId },
      order: { createdAt: 'ASC' },
    })
  )
    .filter(({ kind }) => kind !== 'INSTANCE_RUNNING')
    .map(({ kind, data }) => ({ kind, data }));

it('is one row while it lasts, and its owner is told once', async () => {
  expect(await raise(ill())).toBe(true);
  expect(await raise(ill({ message: 'Still not.', severity: 'CRITICAL' }), at(15))).toBe(false);
  expect(await alerts()).toMatchObject([
    {
      message: 'Still not.',
      severity: 'CRITICAL',
      userId: owner.userId,
      raisedAt: at(10),
      lastSeenAt: at(15),
      closedAt: null,
    },
  ]);
  expect(await told()).toMatchObject([
    {
      kind: 'INSTANCE_UNHEALTHY',
      data: { serviceName: 'Echo', problemCode: 'NOT_READY_IN_TIME', message: 'It does not answer.' },
    },
  ]);
});

it('tells of the recovery when it closes, and of a later one anew', async () => {
  await raise(ill());
  expect(await close()).toBe(true);
  expect(await close()).toBe(false);
  expect(await raise(ill(), at(30))).toBe(true);
  expect((await told()).map(({ kind }) => kind)).toEqual([
    'INSTANCE_UNHEALTHY',
    'INSTANCE_RECOVERED',
    'INSTANCE_UNHEALTHY',
  ]);
  expect((await alerts()).map(({ closedAt }) => closedAt)).toEqual([at(20), null]);
});

it('counts two ways of being ill as one illness', async () => {
  await raise(ill());
  await raise(ill({ kind: 'INSTANCE_CRASH_LOOP' }));
  await close();
  expect(await told()).toHaveLength(1);
  await close('INSTANCE_CRASH_LOOP');
  expect((await told()).map(({ kind }) => kind)).toEqual(['INSTANCE_UNHEALTHY', 'INSTANCE_RECOVERED']);
});

it('does not call it a recovery when it was stopped', async () => {
  await raise(ill());
  await db.dataSource.query(`UPDATE service_instances SET status = 'STOPPED' WHERE id = $1`, [
    owner.instanceId,
  ]);
  expect(await close()).toBe(true);
  expect(await told()).toHaveLength(1);
});

it.each([
  ['VOLUME_NEARLY_FULL', { percent: 86, storageGb: 1 }, { percent: 86, storageGb: 1 }],
  ['CERTIFICATE_TROUBLE', { domain: 'shop.example.test' }, { domain: 'shop.example.test', reason: 'Why' }],
  ['BACKUP_FAILED', { isFinal: true }, { reason: 'Why', isFinal: true }],
])('tells the owner of %s', async (kind, details, data) => {
  await raise(ill({ kind, details, message: 'Why' }));
  expect(await told()).toMatchObject([{ kind, data }]);
});

it('closes what tells of an event a week after it was last seen, and nothing that must be mended', async () => {
  const day = (days: number) => at(days * 86_400);
  await raise(ill({ kind: 'SESSION_REUSED' }), day(0));
  await raise(ill({ kind: 'LOGIN_GUESSED' }), day(0));
  await raise(ill({ kind: 'LOGIN_GUESSED' }), day(5));
  await raise(ill({ kind: 'VOLUME_NEARLY_FULL', details: { percent: 86, storageGb: 1 } }), day(0));
  await closeOldAlerts(db.dataSource, day(8));
  const open = (await alerts()).filter(({ closedAt }) => closedAt === null).map(({ kind }) => kind);
  expect(open.toSorted()).toEqual(['LOGIN_GUESSED', 'VOLUME_NEARLY_FULL']);
});

it('raises one alert when twenty say it at once', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => raise(ill())));
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await told()).toHaveLength(1);
});
