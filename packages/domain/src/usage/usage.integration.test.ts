import { randomUUID } from 'node:crypto';
import { Alert } from '@minispod/database/entities/alert.entity';
import { UsageSample } from '@minispod/database/entities/usage-sample.entity';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, type Subscriber } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { UsageReading } from '../ports/cluster.js';
import { alertOnLimits } from './alert-on-limits.js';
import { alertOnVolumes } from './alert-on-volumes.js';
import { readMetrics } from './read-metrics.js';
import { recordUsage } from './record-usage.js';
import { forgetOldUsage, rollUpUsage } from './roll-up.js';

const START = Date.UTC(2026, 0, 5, 10);
const MINUTE = 60_000;
const at = (minutes: number) => new Date(START + minutes * MINUTE);
let db: TestDatabase;
let owner: Subscriber;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.dataSource.query('DELETE FROM usage_samples');
  const { planIds } = await aService(db.dataSource);
  owner = await aSubscriber(db.dataSource, planIds[0]!, at(0), { balance: 100_000 });
});

const reading = (cpuMilli: number, overrides: Partial<UsageReading> = {}): UsageReading => ({
  instanceId: owner.instanceId,
  cpuMilli,
  memoryMb: cpuMilli * 2,
  volumeUsedMb: 100,
  volumeCapacityMb: 1_024,
  ...overrides,
});
const record = (minutes: number, ...readings: UsageReading[]) =>
  recordUsage(db.dataSource, readings, at(minutes));
const samples = (resolution: '5m' | '1h') =>
  db.dataSource.manager.find(UsageSample, { where: { resolution }, order: { at: 'ASC' } });
const metrics = (range: '1h' | '24h' | '7d' | '30d', minutes: number) =>
  readMetrics(db.dataSource.manager, owner.userId, { id: owner.instanceId, range }, at(minutes));

it('averages the readings of five minutes and keeps the last volume', async () => {
  await record(1, reading(100));
  await record(2, reading(200, { volumeUsedMb: 300 }));
  await record(4.9, reading(300, { volumeUsedMb: null, volumeCapacityMb: null }));
  await record(5, reading(50));
  expect(await samples('5m')).toMatchObject([
    { at: at(0), cpuMilli: 200, memoryMb: 400, volumeUsedMb: 300, volumeCapacityMb: 1_024, readings: 3 },
    { at: at(5), cpuMilli: 50, readings: 1 },
  ]);
});

it('leaves out what is no instance', async () => {
  await record(1, reading(100), reading(100, { instanceId: randomUUID() }));
  await record(2);
  expect(await samples('5m')).toHaveLength(1);
});

it('sums hours up by their readings, again and again without changing them', async () => {
  await record(1, reading(100));
  for (let minute = 56; minute < 60; minute++) await record(minute, reading(200, { volumeUsedMb: minute }));
  await record(61, reading(10));
  await rollUpUsage(db.dataSource);
  const once = await samples('1h');
  expect(once).toMatchObject([
    { at: at(0), cpuMilli: 180, memoryMb: 360, volumeUsedMb: 59, readings: 5 },
    { at: at(60), cpuMilli: 10, readings: 1 },
  ]);
  await rollUpUsage(db.dataSource);
  expect(await samples('1h')).toEqual(once);
  await record(62, reading(30));
  await rollUpUsage(db.dataSource);
  expect(await samples('1h')).toMatchObject([{ cpuMilli: 180 }, { cpuMilli: 20, readings: 2 }]);
});

it('keeps five minutes for two days and hours for a month', async () => {
  await record(0, reading(1));
  await rollUpUsage(db.dataSource);
  await forgetOldUsage(db.dataSource, at(2 * 1_440));
  expect(await samples('5m')).toHaveLength(1);
  await forgetOldUsage(db.dataSource, at(2 * 1_440 + 1));
  expect(await samples('5m')).toHaveLength(0);
  await forgetOldUsage(db.dataSource, at(31 * 1_440));
  expect(await samples('1h')).toHaveLength(1);
  await forgetOldUsage(db.dataSource, at(31 * 1_440 + 1));
  expect(await samples('1h')).toHaveLength(0);
});

it('draws each range of few points, against the plan', async () => {
  await db.dataSource.query(
    `INSERT INTO usage_samples (instance_id, resolution, at, cpu_milli, memory_mb, readings)
     SELECT $1::uuid, '5m', $2::timestamptz + n * interval '5 minutes', n % 100, 50, 5 FROM generate_series(0, 575) n
     UNION ALL SELECT $1, '1h', $2::timestamptz + n * interval '1 hour', n % 100, 50, 60 FROM generate_series(0, 743) n`,
    [owner.instanceId, at(0)],
  );
  const day = await metrics('24h', 2 * 1_440);
  expect(day.limits).toEqual({ cpuMilli: 250, memoryMb: 256, volumeMb: 1_024 });
  expect(day.points).toHaveLength(287);
  expect((await metrics('1h', 2 * 1_440)).points).toHaveLength(11);
  const week = await metrics('7d', 31 * 1_440);
  expect(week.points).toHaveLength(167);
  const month = await metrics('30d', 31 * 1_440);
  expect(month.points.length).toBeLessThanOrEqual(241);
  expect(month.points.length).toBeGreaterThan(235);
  expect(month.points[1]?.at.slice(11)).toMatch(/^(00|03|06|09|12|15|18|21):00:00/);
});

it('is nobody else’s to see', async () => {
  const question = readMetrics(
    db.dataSource.manager,
    randomUUID(),
    { id: owner.instanceId, range: '1h' },
    at(0),
  );
  await expect(question).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('alerts once on a volume that fills, and closes by itself', async () => {
  const fill = (percent: number, minutes: number) =>
    alertOnVolumes(
      db.dataSource,
      [reading(1, { volumeUsedMb: percent * 10, volumeCapacityMb: 1_000 })],
      at(minutes),
    );
  const alerts = () =>
    db.dataSource.manager.find(Alert, {
      where: { instanceId: owner.instanceId },
      order: { raisedAt: 'ASC' },
    });
  await fill(84, 0);
  expect(await alerts()).toEqual([]);
  await fill(86, 1);
  await fill(96, 2);
  await fill(81, 3);
  expect(await alerts()).toMatchObject([
    { severity: 'WARNING', message: 'The volume is 81% full.', closedAt: null },
  ]);
  await fill(79, 4);
  expect(await alerts()).toMatchObject([{ closedAt: at(4) }]);
  const [{ told }] = await db.dataSource.query(
    `SELECT count(*) AS told FROM notifications WHERE user_id = $1 AND kind = 'VOLUME_NEARLY_FULL'`,
    [owner.userId],
  );
  expect(told).toBe(1);
  await fill(90, 5);
  await db.dataSource.query('UPDATE service_instances SET released_at = now() WHERE id = $1', [
    owner.instanceId,
  ]);
  await alertOnVolumes(db.dataSource, [], at(6));
  expect(await alerts()).toMatchObject([{}, { closedAt: at(6) }]);
});

it('says that a plan’s processor or memory is nearly used, once, and not before it has been so for a while', async () => {
  const alerts = async () => {
    const rows = await db.dataSource.manager.findBy(Alert, { instanceId: owner.instanceId });
    return rows.map(({ kind, closedAt }) => [kind, closedAt === null ? 'open' : 'closed']).sort();
  };
  // The plan has 250m CPU and 256 MiB.
  const use = async (from: number, cpuMilli: number, memoryMb: number) => {
    for (const minutes of [from, from + 5, from + 10]) await record(minutes, reading(cpuMilli, { memoryMb }));
    await alertOnLimits(db.dataSource, at(from + 14));
  };
  await record(0, reading(250));
  await alertOnLimits(db.dataSource, at(1));
  expect(await alerts()).toEqual([]);
  await use(60, 245, 100);
  await use(75, 200, 240);
  expect(await alerts()).toEqual([
    ['MEMORY_NEARLY_USED', 'open'],
    ['PROCESSOR_NEARLY_USED', 'open'],
  ]);
  // In between nothing changes; without readings neither.
  await use(90, 200, 210);
  await alertOnLimits(db.dataSource, at(300));
  expect((await alerts()).map(([, is]) => is)).toEqual(['open', 'open']);
  await use(120, 100, 100);
  expect((await alerts()).map(([, is]) => is)).toEqual(['closed', 'closed']);
  const told = await db.dataSource.query(
    `SELECT kind, data->>'percent' AS percent FROM notifications WHERE user_id = $1 AND kind LIKE '%NEARLY_USED' ORDER BY kind`,
    [owner.userId],
  );
  expect(told).toEqual([
    { kind: 'MEMORY_NEARLY_USED', percent: '93' },
    { kind: 'PROCESSOR_NEARLY_USED', percent: '98' },
  ]);
});
