import { once } from 'node:events';
import { createDataSource } from '@minispod/database/data-source';
import { brokenRules } from '@minispod/testing/books';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { sourceProcess } from '@minispod/testing/source-process';
import { BILLING, manyDue } from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import type { DataSource } from 'typeorm';
import { expect, type TestContext, test } from 'vitest';
import { runBilling } from './run-billing.js';

const DUE_AT = new Date('2026-03-15T05:00:00Z');
const NOW = new Date('2026-03-15T05:00:01Z');
const PRICE = 50_000;
const WORKERS = 3;

async function dueCustomers({ onTestFinished }: TestContext, count: number): Promise<TestDatabase> {
  const db = await testDatabase();
  onTestFinished(() => db.drop());
  const { planIds } = await aService(db.dataSource, [{ price: PRICE }]);
  // Credit for two: whoever charged twice would not be stopped by an empty wallet.
  await manyDue(db.dataSource, { planId: planIds[0]!, count, price: PRICE, dueAt: DUE_AT, periods: 2 });
  return db;
}

/** How many were charged once, what is left in all wallets, and what is still due. */
async function outcome(db: TestDatabase) {
  const [row] = await db.dataSource.query(
    `SELECT (SELECT count(*) FROM orders WHERE kind = 'RENEWAL') AS charges,
            (SELECT count(*) FROM wallets WHERE balance = ${PRICE}) AS once,
            (SELECT count(*) FROM subscriptions WHERE current_k = 1) AS extended,
            (SELECT count(*) FROM invoices) AS invoices`,
  );
  return row;
}
const all = (count: number) => ({ charges: count, once: count, extended: count, invoices: count });

test('three workers over 4,000 due subscriptions: 4,000 charges, none twice, none missed', async (context) => {
  const db = await dueCustomers(context, 4_000);
  const sources = await workers(db);
  const looked = await Promise.all(
    sources.map((dataSource) => runBilling({ dataSource, billing: BILLING }, NOW)),
  );
  for (const source of sources) await source.destroy();
  expect(looked.reduce((sum, count) => sum + count)).toBe(4_000);
  // Shared, and not left to one of them.
  for (const count of looked) expect(count).toBeGreaterThan(200);
  expect(await outcome(db)).toEqual(all(4_000));
  expect(await rolledBack(db)).toBe(0);
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

test('… which the lock on the wallets is needed for', async (context) => {
  const db = await dueCustomers(context, 1_000);
  const sources = await workers(db);
  const taken = sources.map((source) => sabotage(source, / FOR UPDATE OF w SKIP LOCKED/));
  await Promise.allSettled(sources.map((dataSource) => runBilling({ dataSource, billing: BILLING }, NOW)));
  for (const { restore } of taken) restore();
  for (const source of sources) await source.destroy();
  // Each then tries what the others do. That nobody is charged twice even so is the doing of keys and guards below.
  expect(await rolledBack(db)).toBeGreaterThan(0);
  expect(await outcome(db)).toEqual(all(1_000));
});

test('three processes, killed again and again: the same', async (context) => {
  const count = 4_000;
  const db = await dueCustomers(context, count);
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  context.onTestFailed(() => {
    process.stderr.write(`again with SEED=${seed}\n`);
  });
  const random = generator(seed);
  const worker = () =>
    sourceProcess(`
      const { createDataSource } = await load('packages/database/src/data-source.ts');
      const { runBilling } = await load('packages/domain/src/billing/run-billing.ts');
      const dataSource = await createDataSource({ url: ${JSON.stringify(db.url)}, poolSize: 2 }).initialize();
      await runBilling({ dataSource, billing: ${JSON.stringify(BILLING)} }, new Date(${NOW.getTime()}));
      await dataSource.destroy();`);
  const charged = async (): Promise<number> =>
    (await db.dataSource.query(`SELECT count(*) AS n FROM billing_periods WHERE k = 1`))[0].n;

  // Two of three die in the middle of whatever they do when so many are charged, each twice; others take their place.
  const deaths = [0.1, 0.3, 0.5, 0.7].map((share) => (share + random() * 0.15) * count);
  let killed = 0;
  const lives = Array.from({ length: WORKERS }, async (_, index) => {
    for (;;) {
      const child = worker();
      const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
      while (index > 0 && deaths.length > 0 && child.exitCode === null) {
        if ((await charged()) < (deaths[0] ?? 0)) continue;
        deaths.shift();
        killed += Number(child.kill('SIGKILL'));
        break;
      }
      const [code, signal] = await exited;
      if (signal !== null) continue;
      expect(code).toBe(0);
      return;
    }
  });
  await Promise.all(lives);
  expect(killed).toBeGreaterThan(0);
  // What a killed worker had locked is free once the server has noticed; the next tick takes it.
  while ((await charged()) < count) await runBilling({ dataSource: db.dataSource, billing: BILLING }, NOW);
  expect(await outcome(db)).toEqual(all(count));
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

async function workers(db: TestDatabase): Promise<DataSource[]> {
  return Promise.all(
    Array.from({ length: WORKERS }, () => createDataSource({ url: db.url, poolSize: 2 }).initialize()),
  );
}

/** Transactions that came to nothing, counted by the server once its sessions have ended. */
async function rolledBack(db: TestDatabase): Promise<number> {
  const sessions = () =>
    db.dataSource.query(
      `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'minispod'`,
    );
  while ((await sessions())[0].n > 0);
  const [{ n }] = await db.dataSource.query(
    'SELECT xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()',
  );
  return n;
}

/** mulberry32: a run can be repeated by its seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
