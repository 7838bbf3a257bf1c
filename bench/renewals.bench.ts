import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataSource } from '@minispod/database/data-source';
import { auditBooks } from '@minispod/domain/audit/audit-books';
import { runBilling } from '@minispod/domain/billing/run-billing';
import { startPostgres } from '@minispod/local/postgres/postgres';
import { aService } from '@minispod/testing/builders';
import { databaseNamed } from '@minispod/testing/database-url';
import { BILLING, manyDue } from '@minispod/testing/subscribers';
import type { DataSource } from 'typeorm';
import { machine, median } from './machine.js';

const COUNT = Number(process.env.BENCH_RENEWALS ?? 100_000);
const ROUNDS = 3;
const GOAL = 0.35;
const PRICE = 50_000;
const DUE_AT = new Date('2026-03-15T05:00:00Z');
const NOW = new Date('2026-03-15T05:00:01Z');

/**
 * The database's own speed at this: 500 claimed with SKIP LOCKED, and wallet, ledger, period and subscription written, in
 * one statement of plain SQL; the same tables, constraints and triggers. No order, invoice, history, transaction or notice.
 */
const PLAIN = `
WITH due AS (
  SELECT s.id, s.user_id, s.current_k + 1 AS k, s.price, s.end_date AS starts_at, s.end_date + interval '1 month' AS ends_at, uuidv7() AS entry_id
    FROM subscriptions s JOIN wallets w ON w.user_id = s.user_id
   WHERE s.next_action_at <= $1 AND s.status = 'ACTIVE' AND w.balance >= s.price
   ORDER BY s.next_action_at LIMIT 500 FOR UPDATE OF s, w SKIP LOCKED
), entries AS (
  INSERT INTO ledger_entries (id, idempotency_key, description, created_at)
  SELECT entry_id, 'renew:' || id || ':' || k, 'Renewal', $1 FROM due
), postings AS (
  INSERT INTO ledger_postings (entry_id, account_id, amount)
  SELECT entry_id, account, amount FROM due, LATERAL (VALUES (user_id, -price), ('00000000-0000-7000-8000-000000000002', price)) AS leg(account, amount)
), periods AS (
  INSERT INTO billing_periods (subscription_id, k, starts_at, ends_at, price, segment_starts_at, segment_paid)
  SELECT id, k, starts_at, ends_at, price, starts_at, price FROM due
), paid AS (
  UPDATE wallets w SET balance = balance - due.price, total_spent = total_spent + due.price, updated_at = $1 FROM due WHERE w.user_id = due.user_id
)
UPDATE subscriptions s SET current_k = due.k, end_date = due.ends_at, next_billing = due.ends_at, next_action_at = due.ends_at,
       last_billed = $1, last_charge_amount = due.price, updated_at = $1 FROM due WHERE s.id = due.id`;

async function plain(dataSource: DataSource): Promise<void> {
  for (;;) {
    const [, renewed] = await dataSource.query(PLAIN, [NOW]);
    if (renewed === 0) return;
  }
}

interface Measured {
  perSecond: number;
  /** Of this process, most minus least, MiB. */
  memory: number;
}

async function measure(work: () => Promise<unknown>): Promise<Measured> {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  const watching = setInterval(() => {
    const { rss } = process.memoryUsage();
    least = Math.min(least, rss);
    most = Math.max(most, rss);
  }, 20);
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1_000;
  clearInterval(watching);
  return { perSecond: COUNT / seconds, memory: Math.max(0, most - least) / 2 ** 20 };
}

/** Renewals due at once, one worker, against the database's own speed at the same; alternated, on a durable server. */
export async function run(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'minispod-bench-'));
  const postgres = await startPostgres({ directory });
  try {
    await prepare(postgres.url);
    const ours: Measured[] = [];
    const limits: Measured[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      limits.push(await onFresh(postgres.url, plain));
      ours.push(
        await onFresh(postgres.url, (dataSource) => runBilling({ dataSource, billing: BILLING }, NOW), true),
      );
    }
    report(limits, ours, await version(postgres.url));
  } finally {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** A database of due customers that every round begins from. */
async function prepare(url: string): Promise<void> {
  await onDatabase(url, (server) => server.query('CREATE DATABASE due'));
  await onDatabase(databaseNamed(url, 'due'), async (dataSource) => {
    await dataSource.runMigrations({ transaction: 'each' });
    const { planIds } = await aService(dataSource, [{ price: PRICE }]);
    await manyDue(dataSource, { planId: planIds[0]!, count: COUNT, price: PRICE, dueAt: DUE_AT });
  });
}

async function onFresh(
  url: string,
  work: (dataSource: DataSource) => Promise<unknown>,
  isAudited = false,
): Promise<Measured> {
  await onDatabase(url, async (server) => {
    await server.query('DROP DATABASE IF EXISTS round');
    await server.query('CREATE DATABASE round TEMPLATE due');
    await server.query('CHECKPOINT');
  });
  return onDatabase(databaseNamed(url, 'round'), async (dataSource) => {
    const measured = await measure(() => work(dataSource));
    const [{ left }] = await dataSource.query(
      'SELECT count(*) AS left FROM subscriptions WHERE current_k <> 1',
    );
    const broken = isAudited ? await auditBooks(dataSource, NOW) : [];
    if (left > 0 || broken.length > 0)
      throw new Error(`${left} not renewed; ${broken.map((rule) => rule.findings[0]).join(', ')}`);
    return measured;
  });
}

async function onDatabase<T>(url: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const dataSource = await createDataSource({ url, poolSize: 4 }).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function version(url: string): Promise<string> {
  return onDatabase(url, async (server) => (await server.query('SHOW server_version'))[0].server_version);
}

function report(limits: Measured[], ours: Measured[], postgres: string): void {
  const rate = (all: Measured[]) => median(all.map(({ perSecond }) => perSecond));
  const ratio = median(ours.map(({ perSecond }, round) => perSecond / limits[round]!.perSecond));
  console.log(`renewals: ${COUNT} due at once, one worker, medians of ${ROUNDS} alternated rounds`);
  console.log(`${machine()}, PostgreSQL ${postgres}, durable`);
  console.table({
    'plain SQL: wallet, ledger, period, subscription': {
      'per second': Math.round(rate(limits)),
      ratio: '1.00',
      goal: '',
      'memory, MiB': '',
    },
    'renewed, with order, invoice, history, notice': {
      'per second': Math.round(rate(ours)),
      ratio: ratio.toFixed(2),
      goal: `≥ ${GOAL}`,
      'memory, MiB': Math.round(median(ours.map(({ memory }) => memory))),
    },
  });
}
