import { Alert } from '@minispod/database/entities/alert.entity';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ClusterUnreachable } from '../ports/cluster.js';
import { allOrEach, eachAlone, eachPart, RowsFailed } from './each-alone.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5) + seconds * 1_000);
const HOUR = 3_600;
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.dataSource.query('DELETE FROM pass_failures');
  await db.dataSource.query('DELETE FROM alerts');
});

const pass = (seconds: number, name = 'test') => ({ dataSource: db.dataSource, name, now: at(seconds) });
const openAlerts = async () =>
  (await db.dataSource.manager.find(Alert, { where: { kind: 'PASS_FAILING' }, order: { subject: 'ASC' } }))
    .filter(({ closedAt }) => closedAt === null)
    .map(({ subject, message }) => ({ subject, message }));

/** A pass over rows of which some fail. Returns which were done. */
async function run(
  seconds: number,
  rows: string[],
  {
    bad = [],
    batch = rows.length,
    error = new Error('no'),
  }: { bad?: string[]; batch?: number; error?: Error } = {},
) {
  const done: string[] = [];
  const find = (resting: string[]) => rows.filter((row) => !resting.includes(row)).slice(0, batch);
  const outcome = await eachAlone(pass(seconds), find, async (row) => {
    if (bad.includes(row)) throw error;
    done.push(row);
  }).catch((reason: unknown) => {
    expect(reason).toBeInstanceOf(RowsFailed);
  });
  return { done, outcome };
}

it('does every other row when one fails, and says in the end that it did', async () => {
  const { done, outcome } = await run(0, ['a', 'b', 'c'], { bad: ['b'] });
  expect(done).toEqual(['a', 'c']);
  expect(outcome).toBeUndefined();
});

it('fills the next batch with others when a whole batch fails', async () => {
  const bad = ['a', 'b'];
  expect((await run(0, ['a', 'b', 'c', 'd'], { bad, batch: 2 })).done).toEqual([]);
  expect((await run(0.5, ['a', 'b', 'c', 'd'], { bad, batch: 2 })).done).toEqual(['c', 'd']);
});

it('lets a row rest longer each time, for five minutes at most', async () => {
  const looked: number[] = [];
  for (let second = 0; second <= 2_000; second++) {
    await eachAlone(
      pass(second),
      (resting) => ['a'].filter((row) => !resting.includes(row)),
      async () => {
        looked.push(second);
        throw new Error('no');
      },
    ).catch(() => {});
  }
  expect(looked).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1_111, 1_411, 1_711]);
});

it('names a row that fails again and again in an alert until it succeeds', async () => {
  const hostile = new Error(`bad\0\uD83D${'x'.repeat(1_000_000)}`);
  const options = { bad: ['b'], error: hostile };
  await run(0, ['a', 'b'], options);
  await run(10, ['a', 'b'], options);
  expect(await openAlerts()).toEqual([]);
  await run(20, ['a', 'b'], options);
  const [alert] = await openAlerts();
  expect(alert).toMatchObject({ subject: 'test:b' });
  expect(alert?.message).toContain('bad\u{FFFD}\u{FFFD}xxx');
  await run(40, ['a', 'b']);
  expect(await openAlerts()).toEqual([]);
});

it('closes the alert of a row that is not due any more', async () => {
  for (const second of [0, 10, 20]) await run(second, ['a', 'b'], { bad: ['b'] });
  expect(await openAlerts()).toHaveLength(1);
  await run(HOUR, ['a']);
  expect(await openAlerts()).toEqual([]);
});

it('takes what passes by itself for a failure only when it lasts, and an outage never for many', async () => {
  const error = new ClusterUnreachable('away');
  for (let second = 0; second <= 2_000; second += 20) {
    const { outcome } = await run(second, ['a', 'b'], { bad: ['b'], error });
    expect(outcome).toBeDefined();
    expect(await openAlerts()).toHaveLength(second < 1_800 ? 0 : 1);
  }
  await run(2_020, ['a', 'b']);
  const many = Array.from({ length: 30 }, (_, index) => `row ${index}`);
  for (let second = 3_000; second <= 5_000; second += 50) await run(second, many, { bad: many, error });
  expect(await openAlerts()).toEqual([]);
});

it('names whose it is', async () => {
  const [{ id }] = await db.dataSource.query(
    `INSERT INTO users (id, name, email, password_hash, role, status, locale, created_at, updated_at)
     SELECT gen_random_uuid(), 'Ani', 'ani@example.test', 'x', 'USER', 'ACTIVE', 'id', now(), now() RETURNING id`,
  );
  for (const second of [0, 10, 20]) await run(second, [id], { bad: [id] });
  expect((await openAlerts())[0]?.message).toBe(
    '"test" has failed 3 times in a row for ani@example.test: no',
  );
});

it('works on a batch at once, and on each row alone only when that fails', async () => {
  const calls: string[][] = [];
  const work = async (rows: string[]) => {
    calls.push(rows);
    if (rows.includes('b')) throw new Error('no');
  };
  const find = (resting: string[]) => ['a', 'b', 'c'].filter((row) => !resting.includes(row));
  await expect(allOrEach(pass(0), find, work)).rejects.toThrow('test failed for b: Error: no');
  expect(calls.splice(0)).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
  await allOrEach(pass(0.5), find, work);
  expect(calls.splice(0)).toEqual([['a', 'c']]);
  await expect(allOrEach(pass(2), find, work)).rejects.toThrow();
  expect(calls).toEqual([['a', 'c'], ['b']]);
});

it('does not try a thousand rows when the first twenty say that it is not the rows', async () => {
  let calls = 0;
  const rows = Array.from({ length: 1_000 }, (_, index) => `row ${index}`);
  const work = async () => {
    calls += 1;
    throw new Error('no such table');
  };
  await expect(allOrEach(pass(0), () => rows, work)).rejects.toThrow('no such table');
  expect(calls).toBe(21);
});

it('does the parts that come after one that fails, and blames a part for none of its rows', async () => {
  const done: string[] = [];
  const parts = {
    rows: () =>
      eachAlone(
        pass(0, 'rows'),
        () => ['x'],
        () => Promise.reject(new Error('a row')),
      ),
    broken: () => Promise.reject(new Error('a part')),
    last: async () => done.push('last'),
  };
  const failed = await eachPart(pass(0, 'parts'), parts).catch((error: unknown) => error);
  expect((failed as RowsFailed).errors.map(String)).toEqual(['Error: a row', 'Error: a part']);
  expect(done).toEqual(['last']);
  const rows = await db.dataSource.query('SELECT pass, subject FROM pass_failures ORDER BY pass');
  expect(rows).toEqual([
    { pass: 'parts', subject: 'broken' },
    { pass: 'rows', subject: 'x' },
  ]);
});
