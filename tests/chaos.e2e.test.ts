import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createDataSource } from '@minispod/database/data-source';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { freePort } from '@minispod/local/postgres/free-port';
import { brokenRules } from '@minispod/testing/books';
import { type Product, type ProductOptions, startProduct } from '@minispod/testing/product';
import { RefusedError, type RestClient, service } from '@minispod/testing/rest-client';
import { endPayment, mailsTo, setCluster } from '@minispod/testing/sandboxes';
import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { givenCustomers } from './customers.js';

/** Longest way back: a dead worker's job is another's after 20 s, and the sweeps come every 5 s. */
const RECOVERY = { timeout: 150_000, interval: 200 };
vi.setConfig({ testTimeout: 300_000 });

let product: Product;
/** What products that were killed had said. */
let lastWords = '';
let dataSource: DataSource;
let planId: string;

async function begin(options: ProductOptions = {}): Promise<void> {
  product = await startProduct({ ...options, env: { RATE_LIMIT: 'off' } });
  // A server started anew has a new port.
  dataSource = await createDataSource({ url: product.databaseUrl }).initialize();
  planId = (await service(product.url, 'n8n')).plans.find(({ planType }) => planType === 'BASIC')?.id ?? '';
  // Long enough that whoever has just subscribed is still being waited for when the blow falls.
  await setCluster(product, { readyAfterMs: 2_500 });
}
async function end(): Promise<void> {
  await dataSource.destroy();
  await product.stop();
}

beforeEach(({ onTestFailed }) => onTestFailed(() => void process.stderr.write(lastWords + product.output())));

describe('kill -9 in the middle of a subscribe ends as if nothing had happened', () => {
  beforeAll(() => begin());
  afterAll(end);

  test.each(['provisioning', 'api', 'postgres', 'renewal'] as const)('of %s', (name) =>
    survive(async () => {
      const before = product.pid(name);
      product.kill(name);
      await vi.waitFor(() => expect([undefined, before]).not.toContain(product.pid(name)), RECOVERY);
    }),
  );

  test('of the supervisor, and with it of everything', () =>
    survive(async () => {
      product.kill('supervisor');
      await product.exited;
      lastWords = product.output();
      await dataSource.destroy();
      await begin({ data: product.data });
    }));
});

// Not the Redis that the variable names: others may keep things in that one.
describe.skipIf(!process.env.MINISPOD_TEST_REDIS_URL)(
  'Redis that loses everything in the middle of a subscribe (MINISPOD_TEST_REDIS_URL)',
  () => {
    let redis: ChildProcess;
    let port: number;
    const startRedis = async () => {
      redis = spawn('redis-server', ['--bind', '127.0.0.1', '--port', `${port}`, '--save', '']);
      await vi.waitFor(() => withRedis((client) => client.ping()));
    };
    const withRedis = async (work: (client: Redis) => Promise<unknown>) => {
      const client = new Redis(port, '127.0.0.1', { retryStrategy: () => null });
      client.on('error', () => {});
      await work(client).finally(() => client.disconnect());
    };
    const stopRedis = async () => {
      redis.kill('SIGKILL');
      await once(redis, 'exit');
    };

    beforeAll(async () => {
      port = await freePort();
      await startRedis();
      await begin({ redisUrl: `redis://127.0.0.1:${port}` });
    });
    afterAll(async () => {
      await end();
      await stopRedis();
    });

    test('by FLUSHALL', () => survive(() => withRedis((client) => client.flushall())));
    test('by a restart with nothing', () =>
      survive(async () => {
        await stopRedis();
        await startRedis();
      }));
  },
);

/**
 * Some are being provisioned, some are just sending their order, one has just paid a top-up: then the blow. Afterwards
 * each of them has exactly what they would have had without it.
 */
async function survive(blow: () => Promise<void>): Promise<void> {
  const [payer, ...buyers] = await givenCustomers(product, dataSource, 7);
  if (!payer) throw new Error('nobody was made');
  const taken = await usedSlots();
  const { transactionId } = await payer.topUp(100_000);
  const started = buyers.slice(0, 3);
  await Promise.all(started.map(order));
  await vi.waitFor(
    async () => {
      for (const buyer of started) expect(await instanceStates(buyer)).toEqual(['PROVISIONING']);
    },
    { timeout: 20_000, interval: 20 },
  );

  const ordered = Promise.allSettled(buyers.slice(3).map(insist));
  await endPayment(product, transactionId);
  await blow();
  for (const end of await ordered) if (end.status === 'rejected') throw end.reason;

  // Whoever asks again, with an answer or without, gets the one subscription there is.
  await Promise.all(buyers.map(insist));
  for (const buyer of buyers) {
    await vi.waitFor(async () => expect(await instanceStates(buyer)).toEqual(['RUNNING']), RECOVERY);
    expect(await buyer.wallet()).toMatchObject({ creditBalance: 50_000, held: 0, totalSpent: 50_000 });
  }
  await vi.waitFor(
    async () => expect(await payer.wallet()).toMatchObject({ creditBalance: 200_000 }),
    RECOVERY,
  );
  await vi.waitFor(async () => {
    const { mail: _, ...others } = await pending();
    expect(others).toEqual({});
  }, RECOVERY);
  // A mail is its sender's for five minutes, also a dead one's: nobody has to wait for that here.
  await dataSource.query(`UPDATE notifications SET mail_next_at = now() WHERE mail_status = 'PENDING'`);
  await vi.waitFor(async () => expect(await pending()).toEqual({}), RECOVERY);
  expect(await usedSlots()).toBe(taken + buyers.length);
  expect(await brokenRules(dataSource)).toEqual([]);
  for (const { email } of [payer, ...buyers]) {
    const told = (await mailsTo(product, email)).map(({ messageId }) => messageId);
    expect(new Set(told).size, 'what happened is told once').toBe(1);
  }
}

const order = (buyer: RestClient) => buyer.subscribe(planId, `order-of-${buyer.session.user.id}`);

/** As a patient client does: the same order again while nobody, or nobody able, answers. Any other answer is the end. */
async function insist(buyer: RestClient): Promise<void> {
  const deadline = Date.now() + RECOVERY.timeout;
  for (;;) {
    try {
      await order(buyer);
      return;
    } catch (error) {
      const mayPass = !(error instanceof RefusedError) || error.answer.status === 503;
      if (!mayPass || Date.now() > deadline) throw error;
      await pause(100);
    }
  }
}

/** Of all the instances this customer has. */
async function instanceStates(buyer: RestClient): Promise<string[]> {
  const { items } = await buyer.subscriptions();
  return items.flatMap(({ instances }) => instances.map(({ status }) => status));
}

const usedSlots = async () =>
  (await dataSource.manager.findOneByOrFail(ServicePlan, { id: planId })).usedQuota;

/** What is still to come, by kind; empty when all is at its end. */
async function pending(): Promise<Record<string, number>> {
  const rows: { kind: string; count: number }[] = await dataSource.query(
    `SELECT kind, count(*) FROM (
       SELECT 'outbox' AS kind FROM outbox WHERE sent_at IS NULL
       UNION ALL SELECT 'task' FROM provisioning_tasks WHERE status IN ('PENDING', 'RUNNING')
       UNION ALL SELECT 'hold' FROM holds WHERE status = 'HELD'
       UNION ALL SELECT 'payment' FROM payments WHERE status IN ('PENDING', 'UNCERTAIN')
       UNION ALL SELECT 'event' FROM gateway_events WHERE handled_at IS NULL
       UNION ALL SELECT 'mail' FROM notifications WHERE mail_status = 'PENDING'
     ) AS work GROUP BY kind`,
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}
