import { setTimeout as delay } from 'node:timers/promises';
import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { sampleInstance } from '@minispod/cluster/sample-instance';
import type { Cluster, DesiredInstance } from '@minispod/domain/ports/cluster';
import type { Used } from './cluster-watcher.js';
import { machine, median } from './machine.js';
import { startProcess } from './own-process.js';

const AT_ONCE = 200;
const WATCHED = Number(process.env.BENCH_WATCHED ?? 10_000);
const STEADY_SECONDS = 60;
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

type Server = Awaited<ReturnType<typeof startProcess>>;

/** Calls and time for many instances at once, and what watching very many costs; against the simulated cluster. */
export async function run(): Promise<void> {
  console.log(machine());
  const server = await startProcess('cluster-server.ts');
  try {
    const kubeconfig = await server.ask<string>('where');
    await atOnce(kubeconfig);
    await watched(kubeconfig);
  } finally {
    await server.stop();
  }
}

/** Each of its own user; applied all at once, as one worker would with a queue of them, until every one is ready. */
async function atOnce(kubeconfig: string): Promise<void> {
  const calls: [method: string, path: string][] = [];
  const cluster = clusterAt(kubeconfig, (...call) => calls.push(call));
  const instances = Array.from({ length: AT_ONCE }, () => sampleInstance('ghost'));
  const waiting = new Set(instances.map(({ instanceId }) => instanceId));
  const stop = new AbortController();
  const byId = new Map(instances.map((desired) => [desired.instanceId, desired]));
  const ready = new Promise<void>((resolve) => {
    const look = async (instanceId: string) => {
      const desired = byId.get(instanceId);
      if (!desired || (await cluster.observe(desired)).phase !== 'READY') return;
      waiting.delete(instanceId);
      if (waiting.size === 0) resolve();
    };
    void cluster.watch(look, stop.signal);
  });
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const times = await Promise.all(
    instances.map(async (desired) => {
      await cluster.apply(desired);
      return performance.now() - begun;
    }),
  );
  await ready;
  const all = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  stop.abort();
  const writes = calls.filter(([method]) => WRITES.includes(method)).length;
  console.log(`${AT_ONCE} instances applied at once, of as many users, one process`);
  console.table({
    'writes per instance (goal ≤ 10)': writes / AT_ONCE,
    'reads per instance': Number(((calls.length - writes) / AT_ONCE).toFixed(2)),
    'all applied, s': Number((Math.max(...times) / 1_000).toFixed(2)),
    'applied, median s': Number((median(times) / 1_000).toFixed(2)),
    'all ready and seen, s': Number((all / 1_000).toFixed(2)),
    'processor per instance, ms': Number(((user + system) / 1_000 / AT_ONCE).toFixed(1)),
  });
}

async function watched(kubeconfig: string): Promise<void> {
  const cluster = clusterAt(kubeconfig);
  const instances = Array.from({ length: WATCHED - AT_ONCE }, () => sampleInstance('ghost'));
  await inTurns(instances, (desired) => cluster.apply(desired));
  const watcher = await startProcess('cluster-watcher.ts');
  try {
    const begun = performance.now();
    await watcher.ask({ kubeconfig, readings: true });
    while ((await watcher.ask<number>('known')) < WATCHED) await delay(100);
    const synced = (performance.now() - begun) / 1_000;
    const first = await watcher.ask<Used>('used');
    // The lists are history by then, and their memory may be given back.
    await delay(15_000);
    await watcher.ask<Used>('used');
    const quiet = await measure(watcher, async () => {});
    const lively = await measure(watcher, async (second) => {
      const desired = instances[second % instances.length];
      if (desired) await cluster.apply({ ...desired, restartedAt: new Date().toISOString() });
    });
    const row = (used: Used, seconds: number) => ({
      'of a core': `${((used.cpu / 10 / seconds) * 1).toFixed(1)}%`,
      'RSS, MiB': Math.round(used.rss),
      'heap, MiB': Math.round(used.heap),
      told: used.told,
    });
    console.log(
      `${WATCHED} instances watched by one process: state, drift, capacity every 15 s, usage every minute`,
    );
    console.table({
      [`first lists, ${synced.toFixed(1)} s`]: row(first, synced),
      [`nothing happens, ${STEADY_SECONDS} s`]: row(quiet, STEADY_SECONDS),
      [`one restart a second, ${STEADY_SECONDS} s`]: row(lively, STEADY_SECONDS),
    });
  } finally {
    await watcher.stop();
  }
}

async function measure(watcher: Server, each: (second: number) => Promise<void>): Promise<Used> {
  const begun = performance.now();
  for (let second = 1; second <= STEADY_SECONDS; second += 1) {
    await each(second);
    await delay(Math.max(0, begun + second * 1_000 - performance.now()));
  }
  return watcher.ask<Used>('used');
}

async function inTurns(
  instances: DesiredInstance[],
  work: (desired: DesiredInstance) => Promise<void>,
): Promise<void> {
  const waiting = instances.values();
  const next = async () => {
    for (const desired of waiting) await work(desired);
  };
  await Promise.all(Array.from({ length: 32 }, next));
}

function clusterAt(kubeconfig: string, onRequest?: (method: string, path: string) => void): Cluster {
  return createKubernetesCluster({
    kubeConfig: { kind: 'text', yaml: kubeconfig },
    appsDomain: 'localhost',
    onRequest,
  });
}
