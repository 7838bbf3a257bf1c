import { createDataSource } from '@minispod/database/data-source';
import { brokenRules } from '@minispod/testing/books';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { BILLING } from '@minispod/testing/subscribers';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { lapseOffers } from '../waitlist/leave.js';
import { runBilling } from './run-billing.js';
import { valueReceived } from './value-received.test-fixture.js';
import { live, years } from './year.test-fixture.js';

/** YEAR_RUNS and YEAR_EVENTS make a long night of it; SEED repeats one. */
const RUNS = Number(process.env.YEAR_RUNS ?? 1);
const EVENTS = Number(process.env.YEAR_EVENTS ?? 120);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const CUSTOMERS = 50;
const options = { seed: SEED, numRuns: RUNS, endOnFailure: true };

test(`a year of ${CUSTOMERS} customers, seed ${SEED}: every rule holds after every step and nobody gains or loses`, {
  timeout: RUNS * 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(years(CUSTOMERS, EVENTS, 366), async (year) => {
      await withDatabase(async ({ dataSource }) => {
        const check = async (what: string) => {
          const broken = await brokenRules(dataSource);
          if (broken.length > 0) throw new Error(`after ${what}: ${broken.join('; ')}`);
        };
        // Fewer slots than customers: some have to wait, and some find theirs sold when they come back.
        await live(dataSource, CUSTOMERS, year, 15, {
          check,
          async bill(now) {
            return (
              (await runBilling({ dataSource, billing: BILLING }, now)) + (await lapseOffers(dataSource, now))
            );
          },
        });
        for (const it of await valueReceived(dataSource)) {
          expect(it.refunded, it.subscriptionId).toBeLessThanOrEqual(it.charged);
          expect(Math.abs(it.charged - it.refunded - it.value), JSON.stringify(it)).toBeLessThanOrEqual(
            it.roundings + 1e-6,
          );
        }
      });
    }),
    options,
  );
});

test(`three schedulers of three workers, torn away at random, end like one serial run, seed ${SEED}`, {
  timeout: RUNS * 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(years(25, 50, 120), async (year) => {
      const serial = await withDatabase(async ({ dataSource }) => {
        const bill = (now: Date) => runBilling({ dataSource, billing: BILLING }, now);
        return books(dataSource, await live(dataSource, 25, year, 1_000, { bill }));
      });
      const parallel = await withDatabase(async (db) => {
        const schedulers = await Promise.all(
          [1, 2, 3].map(() =>
            createDataSource({ url: db.url, poolSize: 3, applicationName: 'scheduler' }).initialize(),
          ),
        );
        const bill = (now: Date) => billTornAway(db, schedulers, now);
        const users = await live(db.dataSource, 25, year, 1_000, { bill });
        for (const scheduler of schedulers) await scheduler.destroy();
        expect(await brokenRules(db.dataSource)).toEqual([]);
        return books(db.dataSource, users);
      });
      expect(parallel).toEqual(serial);
    }),
    options,
  );
});

async function withDatabase<T>(work: (db: TestDatabase) => Promise<T>): Promise<T> {
  const db = await testDatabase();
  try {
    return await work(db);
  } finally {
    await db.drop();
  }
}

/** Everybody bills the same day at once while connections are cut in the middle; then one finishes. */
async function billTornAway(
  { dataSource }: TestDatabase,
  schedulers: DataSource[],
  now: Date,
): Promise<number> {
  const [{ due }] = await dataSource.query(
    `SELECT count(*) AS due FROM subscriptions WHERE next_action_at <= $1`,
    [now],
  );
  if (due === 0) return 0;
  const running = Promise.allSettled(
    schedulers.flatMap((scheduler) =>
      [1, 2, 3].map(() => runBilling({ dataSource: scheduler, billing: BILLING }, now)),
    ),
  );
  await dataSource.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'scheduler' AND state <> 'idle' ORDER BY random() LIMIT 2`,
  );
  await running;
  await runBilling({ dataSource, billing: BILLING }, now);
  return due;
}

/** Everything that must come out the same, without what chance named. */
async function books(dataSource: DataSource, users: string[]) {
  return dataSource.query(
    `SELECT u.n, w.balance, w.total_top_up, w.total_spent,
            (SELECT json_agg(json_build_array(p.plan_type, s.status, s.price, s.current_k, s.end_date, s.grace_period_end, s.failed_charges, s.auto_renew,
                     (SELECT json_agg(json_build_array(b.k, b.starts_at, b.ends_at, b.closed_at, b.price, b.segment_paid) ORDER BY b.k)
                        FROM billing_periods b WHERE b.subscription_id = s.id)) ORDER BY s.created_at)
               FROM subscriptions s JOIN service_plans p ON p.id = s.plan_id WHERE s.user_id = w.user_id) AS subscriptions,
            (SELECT json_agg(json_build_array(t.type, t.status, t.amount, t.balance_after, t.created_at) ORDER BY t.created_at, t.amount)
               FROM transactions t WHERE t.user_id = w.user_id) AS transactions,
            (SELECT json_agg(n.kind || n.created_at::text ORDER BY n.created_at, n.kind) FROM notifications n WHERE n.user_id = w.user_id) AS notifications
       FROM unnest($1::uuid[]) WITH ORDINALITY AS u(id, n) JOIN wallets w ON w.user_id = u.id ORDER BY u.n`,
    [users],
  );
}
