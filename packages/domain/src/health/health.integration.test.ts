import { InstanceActivity } from '@minispod/database/entities/instance-activity.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, type Subscriber } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { mark } from '../sweep/marks.js';
import { CLUSTER_ANSWERS, forgetHealth } from './forget-health.js';
import { findUnknown } from './read-facts.js';
import { recordHealth } from './record-health.js';
import { alertOnHealth } from './sweep-health.js';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 5) + minutes * 60_000);
const HEALTHY = { is: 'HEALTHY' } as const;
const SILENT = { is: 'UNHEALTHY', code: 'NOT_READY_IN_TIME', reason: 'No answer', isCertain: false } as const;
let db: TestDatabase;
let owner: Subscriber;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.dataSource.query('DELETE FROM sweep_marks');
  const { planIds } = await aService(db.dataSource);
  owner = await aSubscriber(db.dataSource, planIds[0]!, at(0), { balance: 100_000 });
});

const record = (finding: typeof HEALTHY | typeof SILENT, minutes: number) =>
  recordHealth(db.dataSource, owner.instanceId, finding, at(minutes));
const instance = () => db.dataSource.manager.findOneByOrFail(ServiceInstance, { id: owner.instanceId });
const activities = async () =>
  (
    await db.dataSource.manager.find(InstanceActivity, {
      where: { instanceId: owner.instanceId },
      order: { id: 'ASC' },
    })
  ).map(({ kind, at: time }) => `${kind} ${(time.getTime() - at(0).getTime()) / 60_000}`);

it('is written when it is another, and dated when its status turns', async () => {
  expect(await record(HEALTHY, 1)).toBe(false);
  expect(await record(SILENT, 2)).toBe(true);
  expect(await record(SILENT, 3)).toBe(false);
  const other = { ...SILENT, reason: 'Still no answer' };
  expect(await recordHealth(db.dataSource, owner.instanceId, other, at(4))).toBe(true);
  expect(await instance()).toMatchObject({ healthReason: 'Still no answer', healthSince: at(2) });
  await record(HEALTHY, 5);
  expect(await instance()).toMatchObject({ healthStatus: 'healthy', healthCode: null, healthSince: at(5) });
});

it('of what was stopped meanwhile, or is worked on, is not written', async () => {
  await db.dataSource.query(`UPDATE service_instances SET status = 'STOPPED' WHERE id = $1`, [
    owner.instanceId,
  ]);
  expect(await record(SILENT, 1)).toBe(false);
  await db.dataSource.query(`UPDATE service_instances SET status = 'RUNNING' WHERE id = $1`, [
    owner.instanceId,
  ]);
  await db.dataSource.query(
    `INSERT INTO instance_operations (id, instance_id, kind, status, phase, actor, created_at, phase_at)
     VALUES (gen_random_uuid(), $1, 'UPDATE', 'PENDING', 'stop', 'system', now(), now())`,
    [owner.instanceId],
  );
  expect(await record(SILENT, 2)).toBe(false);
  expect(await instance()).toMatchObject({ healthStatus: 'healthy' });
});

it('that comes and goes is on record once in ten minutes; a fall that lasts is, whenever it came', async () => {
  for (const minutes of [1, 3, 5]) {
    await record(SILENT, minutes);
    await record(HEALTHY, minutes + 1);
  }
  expect(await activities()).toEqual(['UNHEALTHY 1', 'HEALTHY 2']);
  await record(SILENT, 7);
  await alertOnHealth(db.dataSource, at(8));
  expect(await activities()).toHaveLength(2);
  await alertOnHealth(db.dataSource, at(9));
  expect(await activities()).toEqual(['UNHEALTHY 1', 'HEALTHY 2', 'UNHEALTHY 9']);
  await record(HEALTHY, 10);
  expect((await activities()).at(-1)).toBe('HEALTHY 10');
});

it('is unknown two minutes after the cluster last answered, and asked for anew only once it does', async () => {
  await mark(db.dataSource, CLUSTER_ANSWERS, at(1));
  const mine = async (minutes: number) =>
    (await findUnknown(db.dataSource.manager, at(minutes), 100)).includes(owner.instanceId);
  await forgetHealth(db.dataSource, at(2.9));
  expect(await instance()).toMatchObject({ healthStatus: 'healthy' });
  await forgetHealth(db.dataSource, at(3));
  expect(await instance()).toMatchObject({
    healthStatus: 'unknown',
    healthReason: 'The cluster has not answered since 2026-01-05T00:01:00.000Z.',
  });
  expect(await mine(3)).toBe(false);
  await mark(db.dataSource, CLUSTER_ANSWERS, at(4));
  expect(await mine(4)).toBe(true);
});

it('of what does not run is unknown, without a reason', async () => {
  await db.dataSource.query(`UPDATE service_instances SET status = 'SUSPENDED' WHERE id = $1`, [
    owner.instanceId,
  ]);
  await forgetHealth(db.dataSource, at(1));
  expect(await instance()).toMatchObject({ healthStatus: 'unknown', healthReason: null });
});
