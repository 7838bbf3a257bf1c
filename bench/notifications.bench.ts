import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDataSource } from '@minispod/database/data-source';
import { freePort } from '@minispod/local/postgres/free-port';
import { startPostgres } from '@minispod/local/postgres/postgres';
import { aCustomer } from '@minispod/testing/builders';
import { paidTopUp } from '@minispod/testing/subscribers';
import { machine, median } from './machine.js';

const COUNT = Number(process.env.BENCH_NOTIFICATIONS ?? 4_000);
const ROUNDS = 5;
const AT_ONCE = 32;
const GOAL = 0.5;
const PAYMENTS = 200;
const SERVER_KEY = 'SB-Mid-server-not-a-real-key';
const ROOT = join(import.meta.dirname, '..');

/**
 * How many notifications the API takes in a second, each signed, checked, stored and promised to a worker, against a bare
 * route that stores its body with one INSERT; both in a process of their own on one durable server, rounds alternated.
 */
export async function run(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'minispod-bench-'));
  const postgres = await startPostgres({ directory });
  const dataSource = await createDataSource({ url: postgres.url, poolSize: 4 }).initialize();
  const servers: Awaited<ReturnType<typeof serve>>[] = [];
  try {
    await dataSource.runMigrations({ transaction: 'each' });
    await dataSource.query(
      'CREATE TABLE bare_events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload jsonb NOT NULL)',
    );
    const user = await aCustomer(dataSource);
    const ids: string[] = [];
    for (let n = 0; n < PAYMENTS; n++) ids.push(await paidTopUp(dataSource, user, 10_000, new Date()));

    const bare = await serve('bench/bare-route.mjs', postgres.url);
    servers.push(bare);
    const ours = await serve('apps/api/dist/main.js', postgres.url);
    servers.push(ours);
    const limits: number[] = [];
    const rates: number[] = [];
    // The first of each warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      limits[round] = await perSecond(bare.port, ids);
      rates[round] = await perSecond(ours.port, ids);
    }
    for (const all of [limits, rates]) all.shift();
    const [{ stored, promised }] = await dataSource.query(
      `SELECT (SELECT count(*)::int FROM gateway_events) AS stored,
              (SELECT count(*)::int FROM outbox WHERE job = 'converge-payment') AS promised`,
    );
    const all = COUNT * (ROUNDS + 1);
    if (stored !== all || promised !== all)
      throw new Error(`of ${all}: ${stored} stored, ${promised} promised`);
    const [{ server_version: version }] = await dataSource.query('SHOW server_version');
    report(limits, rates, version);
  } finally {
    for (const server of servers) await server.stop();
    await dataSource.destroy();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function serve(entry: string, databaseUrl: string): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, entry)], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'development',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      LOG_LEVEL: 'info',
      MIDTRANS_SERVER_KEY: SERVER_KEY,
      JWT_SECRET: 'an access secret for the bench, long enough',
      JWT_REFRESH_SECRET: 'a refresh secret for the bench, long enough',
      ENCRYPTION_KEY: 'an encryption key for the bench, long enough',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.ok) break;
    if (child.exitCode !== null) throw new Error(`${entry} ended with ${child.exitCode}: is it built?`);
    await pause(50);
  }
  return {
    port,
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function perSecond(port: number, ids: string[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const bodies = Array.from({ length: COUNT }, (_, n) => notification(ids[n % ids.length] as string));
  const begun = performance.now();
  const work = async () => {
    for (let body = bodies.pop(); body; body = bodies.pop()) await send(agent, port, body);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  return COUNT / seconds;
}

/** As Midtrans writes it; each is an event of its own. */
function notification(orderId: string): string {
  const signed = { order_id: orderId, status_code: '200', gross_amount: '10000.00' };
  const signature = createHash('sha512').update(`${orderId}20010000.00${SERVER_KEY}`).digest('hex');
  return JSON.stringify({
    ...signed,
    transaction_time: '2026-03-01 10:00:00',
    transaction_status: 'settlement',
    transaction_id: randomUUID(),
    status_message: 'midtrans payment notification',
    signature_key: signature,
    settlement_time: '2026-03-01 10:01:00',
    payment_type: 'qris',
    merchant_id: 'G000000000',
    fraud_status: 'accept',
    currency: 'IDR',
  });
}

function send(agent: Agent, port: number, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = '/api/webhooks/midtrans/notification';
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    request({ agent, port, host: '127.0.0.1', method: 'POST', path, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`answered ${response.statusCode}`));
      });
    })
      .on('error', reject)
      .end(body);
  });
}

function report(limits: number[], rates: number[], postgres: string): void {
  const ratio = median(rates.map((rate, round) => rate / (limits[round] as number)));
  console.log(
    `notifications: ${COUNT} a round, ${AT_ONCE} at a time, medians of ${ROUNDS} alternated rounds`,
  );
  console.log(`${machine()}, PostgreSQL ${postgres}, durable`);
  console.table({
    'bare Fastify route, one INSERT': { 'per second': Math.round(median(limits)), ratio: '1.00', goal: '' },
    'taken: signature, event, promise to a worker': {
      'per second': Math.round(median(rates)),
      ratio: ratio.toFixed(2),
      goal: `≥ ${GOAL}`,
    },
  });
}
