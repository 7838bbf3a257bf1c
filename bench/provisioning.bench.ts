import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig, type KubernetesObject, type V1Pod, Watch } from '@kubernetes/client-node';
import { createDataSource } from '@minispod/database/data-source';
import { listen } from '@minispod/database/listen';
import { auditBooks } from '@minispod/domain/audit/audit-books';
import { subscribe } from '@minispod/domain/subscription/subscribe';
import { startPostgres } from '@minispod/local/postgres/postgres';
import { aCustomer, aService } from '@minispod/testing/builders';
import type { DataSource } from 'typeorm';
import { machine } from './machine.js';
import { startProcess } from './own-process.js';
import { processorTime } from './processor-time.js';

const COUNT = Number(process.env.BENCH_ORDERS ?? 200);
const ROUNDS = 3;
const KEY = 'only-for-benchmarks-0123456789abcdef';

/** ms since the process began. */
interface Times {
  accepted: number;
  /** The cluster was told to run it, and it was ready. */
  deployed: number;
  ready: number;
  /** The customer is told, by the commit that says RUNNING. */
  running: number;
}
/** ms of processor since their beginnings, by whose it is. */
interface Used {
  worker: number;
  database: number;
  cluster: number;
  /** This process, which places the orders as an API would. */
  orders: number;
}

/** Orders at once, one worker, the cluster a process of its own: from the order's commit to that of RUNNING. */
export async function run(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'minispod-bench-'));
  const postgres = await startPostgres({ directory });
  const server = await startProcess('cluster-server.ts');
  try {
    const kubeconfig = await server.ask<string>('where');
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    const url = config.getCurrentCluster()?.server ?? '';
    const dataSource = createDataSource({ url: postgres.url, poolSize: 16 });
    await dataSource.initialize();
    await dataSource.runMigrations({ transaction: 'each' });
    const worker = await startProcess('provisioning-worker.ts', {
      DATABASE_URL: postgres.url,
      CLUSTER: 'simulated',
      SIM_KUBERNETES_URL: url,
      ENCRYPTION_KEY: KEY,
      LOG_LEVEL: 'error',
    });
    try {
      await worker.ask('rss');
      const used = async (): Promise<Used> => {
        const { user, system } = process.cpuUsage();
        return {
          worker: await processorTime(worker.pid),
          database: await processorTime(postgres.pid),
          cluster: await processorTime(server.pid),
          orders: (user + system) / 1_000,
        };
      };
      console.log(`provisioning: orders at once, one worker; ${machine()}, durable PostgreSQL`);
      for (let round = 0; round < ROUNDS; round++) {
        const seen = await watchCluster(config);
        const [usedBefore, writesBefore] = [await used(), await writesTo(url)];
        const times = await orderAtOnce(dataSource, postgres.url, seen);
        const [usedAfter, writes] = [await used(), await writesTo(url)];
        seen.close();
        reportTimes(times);
        reportUse(usedBefore, usedAfter);
        console.log(
          `${((writes - writesBefore) / COUNT).toFixed(1)} writes (goal ≤ 10), worker ${(await worker.ask<number>('rss')).toFixed(0)} MiB`,
        );
      }
      const broken = await auditBooks(dataSource, new Date());
      if (broken.length > 0) throw new Error(broken.map((rule) => rule.findings[0]).join(', '));
    } finally {
      await worker.stop();
      await dataSource.destroy();
    }
  } finally {
    await server.stop();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

type Seen = Awaited<ReturnType<typeof watchCluster>>;

/** When each instance's Deployment was there, and when its pod was ready. */
async function watchCluster(config: KubeConfig) {
  const deployed = new Map<string, number>();
  const ready = new Map<string, number>();
  const idOf = ({ metadata }: KubernetesObject) => metadata?.labels?.['minispod.id/instance'] ?? '';
  const first = (map: Map<string, number>, id: string) => map.has(id) || map.set(id, performance.now());
  const watch = (path: string, onObject: (object: KubernetesObject) => void) =>
    new Watch(config).watch(
      path,
      { labelSelector: 'minispod.id/instance' },
      (_, object) => onObject(object),
      () => {},
    );
  const watches = await Promise.all([
    watch('/apis/apps/v1/deployments', (object) => first(deployed, idOf(object))),
    watch('/api/v1/pods', (object) => {
      const { status } = object as V1Pod;
      const isReady = status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
      if (isReady) first(ready, idOf(object));
    }),
  ]);
  return {
    deployed,
    ready,
    close() {
      for (const each of watches) each.abort();
    },
  };
}

async function orderAtOnce(dataSource: DataSource, url: string, seen: Seen): Promise<Times[]> {
  const { planIds } = await aService(dataSource, [{ quota: COUNT }]);
  const customers = await Promise.all(
    Array.from({ length: COUNT }, () => aCustomer(dataSource, { balance: 50_000 })),
  );
  const placed = new Set<string>();
  const running = new Map<string, number>();
  const accepted = new Map<string, { instanceId: string; at: number }>();
  let listening = () => {};
  const begun = new Promise<void>((resolve) => {
    listening = resolve;
  });
  let told = () => {};
  const all = new Promise<void>((resolve) => {
    told = resolve;
  });
  const ears = listen({
    url,
    channel: 'live',
    onListening: listening,
    onTrouble: console.error,
    onNotification(payload) {
      // An order is spoken of when it is placed, and when it is active.
      const { topic, id } = JSON.parse(payload) as { topic: string; id: string };
      if (topic !== 'order') return;
      if (!placed.has(id)) {
        placed.add(id);
        return;
      }
      running.set(id, performance.now());
      if (running.size === COUNT) told();
    },
  });
  await begun;
  await Promise.all(
    customers.map(async (userId) => {
      const input = { planId: planIds[0]!, billingCycle: 'MONTHLY' } as const;
      const { order, instance } = await subscribe(
        { dataSource, encryptionKey: KEY },
        userId,
        input,
        new Date(),
      );
      accepted.set(order.id, { instanceId: instance.id, at: performance.now() });
    }),
  );
  await all;
  await ears.close();
  const failed: { name: string; status: string; reason: string | null }[] = await dataSource.query(
    `SELECT id, status, health_reason AS reason FROM service_instances WHERE id = ANY($1) AND status <> 'RUNNING'`,
    [[...accepted.values()].map(({ instanceId }) => instanceId)],
  );
  if (failed.length > 0) throw new Error(`not all are RUNNING: ${JSON.stringify(failed)}`);
  return [...accepted].map(([orderId, { instanceId, at }]) => ({
    accepted: at,
    deployed: seen.deployed.get(instanceId) ?? Number.NaN,
    ready: seen.ready.get(instanceId) ?? Number.NaN,
    running: running.get(orderId) ?? Number.NaN,
  }));
}

async function writesTo(url: string): Promise<number> {
  const state = (await (await fetch(`${url}/sandbox/state`)).json()) as {
    requests: Record<string, Record<string, number>>;
  };
  const ours = ['patch', 'delete'].flatMap((verb) => Object.values(state.requests[verb] ?? {}));
  return ours.reduce((sum, count) => sum + count, 0);
}

function reportTimes(times: Times[]): void {
  const seconds = (of: (each: Times) => number) => {
    const sorted = times.map(of).toSorted((a, b) => a - b);
    const at = (share: number) =>
      ((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) / 1_000).toFixed(2);
    return { 'p50, s': at(0.5), 'p99, s': at(0.99) };
  };
  console.table({
    'order accepted → RUNNING': seconds(({ accepted, running }) => running - accepted),
    'of it the cluster: Deployment → ready': seconds(({ deployed, ready }) => ready - deployed),
    'accepted → Deployment': seconds(({ accepted, deployed }) => deployed - accepted),
    'ready → RUNNING': seconds(({ ready, running }) => running - ready),
    'overhead (goal 0.5, 2)': seconds(
      ({ accepted, deployed, ready, running }) => running - accepted - (ready - deployed),
    ),
  });
  const [accepted, running] = (['accepted', 'running'] as const).map((moment) =>
    times.map((each) => each[moment]),
  );
  const first = Math.min(...(accepted ?? []));
  const after = (all: number[] = []) => ((Math.max(...all) - first) / 1_000).toFixed(1);
  console.log(
    `${COUNT}: after the first order the last is accepted in ${after(accepted)} s, RUNNING in ${after(running)} s`,
  );
}

/** Whose the processors' time was, per order: what they share a machine for is waited for by all. */
function reportUse(before: Used, after: Used): void {
  const each = (who: keyof Used) => `${((after[who] - before[who]) / COUNT).toFixed(1)} ${who}`;
  console.log(
    `ms of processor each: ${(['worker', 'database', 'cluster', 'orders'] as const).map(each).join(', ')}`,
  );
}
