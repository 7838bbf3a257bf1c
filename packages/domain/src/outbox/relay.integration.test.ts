import { once } from 'node:events';
import { withTransaction } from '@minispod/database/transaction';
import type { Publish } from '@minispod/queues/catalog';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { sourceProcess } from '@minispod/testing/source-process';
import { pino } from 'pino';
import { describe, expect, it, type TestContext, vi } from 'vitest';
import { newId } from '../id.js';
import { enqueue } from './enqueue.js';
import { startRelay } from './relay.js';

const logger = pino({ level: 'silent' });
const eventually = <T>(check: () => T | Promise<T>, timeout = 40_000) => vi.waitFor(check, { timeout });

async function database(test: TestContext): Promise<TestDatabase> {
  const made = await testDatabase();
  test.onTestFinished(() => made.drop());
  return made;
}

function relay(test: TestContext, { dataSource, url }: TestDatabase, publish: Publish) {
  const running = startRelay({ dataSource, databaseUrl: url, publish, logger });
  test.onTestFinished(() => running.close());
  return running;
}

/** Promises one job for each payment id, in one transaction. */
const promise = ({ dataSource }: TestDatabase, ...paymentIds: string[]) =>
  withTransaction(dataSource, async (tx) => {
    for (const paymentId of paymentIds) await enqueue(tx, 'converge-payment', { paymentId }, new Date());
  });

/** A publisher that remembers what it was given. */
function recorder() {
  const published: { payment: string; jobId: string | undefined }[] = [];
  const publish: Publish = async (_name, payload, options) => {
    published.push({ payment: 'paymentId' in payload ? payload.paymentId : '', jobId: options?.jobId });
  };
  return { published, publish };
}

const unsent = async ({ dataSource }: TestDatabase): Promise<number> =>
  (await dataSource.query('SELECT count(*) AS rows FROM outbox WHERE sent_at IS NULL'))[0].rows;

describe.concurrent('the relay', { timeout: 60_000 }, () => {
  it('publishes what was committed and nothing that was rolled back', async (test) => {
    const db = await database(test);
    const { published, publish } = recorder();
    relay(test, db, publish);
    await expect(
      withTransaction(db.dataSource, async (tx) => {
        await enqueue(tx, 'converge-payment', { paymentId: newId() }, new Date());
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    const committed = newId();
    await promise(db, committed);
    await eventually(async () => expect(await unsent(db)).toBe(0));
    expect(published).toEqual([{ payment: committed, jobId: expect.stringMatching(/^outbox-\d+$/) }]);
  });

  it('is woken by the commit and does not wait for its poll', async (test) => {
    const db = await database(test);
    const { published, publish } = recorder();
    relay(test, db, publish);
    const start = performance.now();
    for (let round = 1; round <= 10; round++) {
      await promise(db, newId());
      await eventually(() => expect(published).toHaveLength(round));
    }
    // By polling alone each round would take up to two seconds.
    expect(performance.now() - start).toBeLessThan(12_000);
  });

  it('shares 1,000 rows among three relays, none lost, none twice', async (test) => {
    const db = await database(test);
    const { published, publish } = recorder();
    const payments = Array.from({ length: 1_000 }, newId);
    for (let relays = 0; relays < 3; relays++) relay(test, db, publish);
    for (let first = 0; first < 1_000; first += 50) await promise(db, ...payments.slice(first, first + 50));
    await eventually(async () => expect(await unsent(db)).toBe(0));
    expect(published.map(({ payment }) => payment).toSorted()).toEqual(payments.toSorted());
  });

  it('keeps what cannot be published until it can, and lets the rest pass', async (test) => {
    const db = await database(test);
    const { published, publish } = recorder();
    let away = 5;
    relay(test, db, async (...job) => {
      if (away-- > 0) throw new Error('the queue is away');
      await publish(...job);
    });
    await db.dataSource.query(
      `INSERT INTO outbox (job, payload, created_at) VALUES ('of-a-newer-version', '{}', now()), ('converge-payment', '{}', now())`,
    );
    const payments = Array.from({ length: 8 }, newId);
    await promise(db, ...payments);
    await eventually(() => expect(published.map(({ payment }) => payment).toSorted()).toEqual(payments));
    await eventually(async () => expect(await unsent(db)).toBe(2));
  });

  it('publishes again, under the same id, what a killed relay had published and not marked', async (test) => {
    const db = await database(test);
    await promise(db, newId());
    await db.dataSource.query('CREATE TABLE published (job_id text)');
    await relayKilledAfterPublishing(db.url);
    const [{ job_id: jobId }] = await db.dataSource.query('SELECT job_id FROM published');

    const { published, publish } = recorder();
    relay(test, db, publish);
    // As if the dead relay's lease had run out.
    await db.dataSource.query(`UPDATE outbox SET claimed_until = now()`);
    await eventually(async () => expect(await unsent(db)).toBe(0));
    expect(published.map((job) => job.jobId)).toEqual([jobId]);
  });

  it("leaves another's rows alone while their lease runs", async (test) => {
    const db = await database(test);
    const [leased, free] = [newId(), newId()];
    await promise(db, leased);
    await db.dataSource.query(`UPDATE outbox SET claimed_until = now() + interval '30 seconds'`);
    const { published, publish } = recorder();
    relay(test, db, publish);
    await promise(db, free);
    await eventually(() => expect(published.map(({ payment }) => payment)).toEqual([free]));
    expect(await unsent(db)).toBe(1);
  });

  it('goes on after PostgreSQL threw everybody out', async (test) => {
    const db = await database(test);
    const { published, publish } = recorder();
    relay(test, db, publish);
    const listeners = () =>
      db.dataSource.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'minispod-listen-outbox'`,
      );
    const [before] = await eventually(async () => {
      const found = await listeners();
      expect(found).toHaveLength(1);
      return found;
    });
    await db.dataSource.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await eventually(async () => {
      const [after] = await listeners();
      expect(after).toBeDefined();
      expect(after).not.toEqual(before);
    });
    const payment = newId();
    await eventually(() => promise(db, payment));
    await eventually(() => expect(published.map((job) => job.payment)).toEqual([payment]));
  });

  it('forgets what was sent more than a day ago', async (test) => {
    const db = await database(test);
    await db.dataSource.query(
      `INSERT INTO outbox (job, payload, created_at, sent_at)
       SELECT 'converge-payment', '{}', now(), now() - age * interval '1 hour'
       FROM generate_series(1, 2500) AS row, LATERAL (SELECT CASE WHEN row > 2400 THEN 23 ELSE 25 END AS age) AS aged`,
    );
    relay(test, db, recorder().publish);
    await eventually(async () => {
      const [{ rows }] = await db.dataSource.query('SELECT count(*) AS rows FROM outbox');
      expect(rows).toBe(100);
    });
  });
});

/** A relay in a process of its own that is killed -9 in the moment between publishing and marking. */
async function relayKilledAfterPublishing(url: string): Promise<void> {
  const child = sourceProcess(`
    const { createDataSource } = await load('packages/database/src/data-source.ts');
    const { startRelay } = await load('packages/domain/src/outbox/relay.ts');
    const databaseUrl = ${JSON.stringify(url)};
    const dataSource = await createDataSource({ url: databaseUrl }).initialize();
    const publish = async (name, payload, { jobId }) => {
      await dataSource.query('INSERT INTO published VALUES ($1)', [jobId]);
      process.kill(process.pid, 'SIGKILL');
    };
    startRelay({ dataSource, databaseUrl, publish, logger: { warn() {}, error: console.error } });`);
  const [, killedBy] = await once(child, 'exit');
  expect(killedBy).toBe('SIGKILL');
}
