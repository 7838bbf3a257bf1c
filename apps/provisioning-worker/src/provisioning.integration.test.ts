import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { Service } from '@minispod/database/entities/service.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { getInstance } from '@minispod/domain/instance/get-instance';
import { subscribe } from '@minispod/domain/subscription/subscribe';
import { type SimulatedKubernetes, startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { createLogger } from '@minispod/process/logger';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService, sampleTemplate } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ProvisioningDeps } from './deps.js';
import { followInstances } from './follow-instances.js';
import { provisionInstance } from './handlers/provision-instance.js';
import { removeInstance } from './handlers/remove-instance.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';

const encryptionKey = 'a key for tests, long enough for anybody';
const logger = createLogger({ name: 'test', level: 'silent' });
let db: TestDatabase;
let simulated: SimulatedKubernetes;
let deps: ProvisioningDeps;
let following: ReturnType<typeof followInstances>;
/** Moved by tests; deadlines are judged by it. */
let lead = 0;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 30 });
  simulated = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    settings: {
      readyAfterMs: 50,
      pullMs: 20,
      pullBackoffMs: 50,
      crashAfterMs: 20,
      crashBackoffMs: 50,
      terminationMs: 20,
    },
  });
  deps = aWorker();
  following = followInstances(deps, logger);
});
afterEach(async () => {
  lead = 0;
  await fault('DELETE');
});
afterAll(async () => {
  await following.close();
  await simulated.close();
  await db.drop();
});

/** What one worker process has: its own connection to the cluster. */
function aWorker(): ProvisioningDeps {
  return {
    dataSource: db.dataSource,
    cluster: createKubernetesCluster({
      kubeConfig: { kind: 'text', yaml: simulated.kubeconfig },
      appsDomain: 'localhost:3004',
      requestTimeoutMs: 2_000,
    }),
    clock: { now: () => new Date(Date.now() + lead) },
    encryptionKey,
    timeoutMs: 300_000,
  };
}

async function fault(method: 'POST' | 'DELETE', body?: object): Promise<void> {
  const response = await fetch(`${simulated.url}/sandbox/faults`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  expect(response.status).toBe(200);
}

async function anOrder({ image }: { image?: string } = {}) {
  const userId = await aCustomer(db.dataSource, { balance: 100_000 });
  const { serviceId, planIds } = await aService(db.dataSource);
  if (image) {
    await db.dataSource.manager.update(
      Service,
      { id: serviceId },
      { template: { ...sampleTemplate(), image } },
    );
  }
  const planId = planIds[0]!;
  const { instance } = await subscribe(
    { dataSource: db.dataSource, encryptionKey },
    userId,
    { planId, billingCycle: 'MONTHLY' },
    new Date(),
  );
  return { userId, planId, instanceId: instance.id };
}
type Ordered = Awaited<ReturnType<typeof anOrder>>;

const view = ({ userId, instanceId }: Ordered) =>
  getInstance(db.dataSource.manager, userId, instanceId, { encryptionKey });
const wallet = ({ userId }: Ordered) => db.dataSource.manager.findOneByOrFail(Wallet, { userId });
const used = async ({ planId }: Ordered) =>
  (await db.dataSource.manager.findOneByOrFail(ServicePlan, { id: planId })).usedQuota;
const until = (order: Ordered, status: string) =>
  vi.waitFor(async () => expect((await view(order)).status).toBe(status), { timeout: 20_000, interval: 25 });
const objectsOf = async ({ instanceId, userId }: Ordered) => {
  const { phase } = await aWorker().cluster.observe({ instanceId, userId });
  return phase;
};

test('an order comes up: RUNNING, captured, told once, with every step on record', async () => {
  const order = await anOrder();
  await provisionInstance(deps)(order);
  await until(order, 'RUNNING');
  expect(await wallet(order)).toMatchObject({ balance: 50_000, totalSpent: 50_000 });
  const shown = await view(order);
  expect(shown.publicUrl).toBe(`http://${shown.subdomain}.localhost:3004`);
  expect(shown.steps.map((step) => step.status)).toEqual(Array(7).fill('DONE'));
  for (const step of shown.steps) expect(step.startedAt! <= step.finishedAt!).toBe(true);
  expect(shown.timeline.map((change) => change.to)).toEqual(['PENDING', 'PROVISIONING', 'RUNNING']);
  const answer = await fetch(simulated.ingressUrl, {
    headers: { host: `${shown.subdomain}.localhost` },
  }).catch(() => null);
  expect(answer).not.toBeNull();
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

test('an image that cannot be pulled: ERROR with the reason, money back, slot free, nothing left', async () => {
  const order = await anOrder({ image: 'docker.io/example/missing:1.0.0' });
  await provisionInstance(deps)(order);
  await until(order, 'ERROR');
  const shown = await view(order);
  expect(shown.health).toMatchObject({ status: 'unhealthy', code: 'IMAGE_PULL_FAILED' });
  expect(shown.health.reason).toContain('missing');
  expect(shown.refunded).toBe(50_000);
  expect(shown.steps.filter((step) => step.status === 'FAILED')).toHaveLength(1);
  expect(await wallet(order)).toMatchObject({ balance: 100_000, totalSpent: 0 });
  expect(await used(order)).toBe(0);

  await vi.waitFor(() => removeInstance(deps)(order), { timeout: 10_000 });
  expect(await objectsOf(order)).toBe('ABSENT');

  // A second worker, a retried job and the sweep find nothing to do.
  const before = await db.dataSource.query('SELECT count(*) AS n FROM ledger_entries');
  await Promise.all([
    provisionInstance(aWorker())(order),
    provisionInstance(deps)(order),
    removeInstance(aWorker())(order),
  ]);
  await sweepProvisioning(deps)();
  expect(await db.dataSource.query('SELECT count(*) AS n FROM ledger_entries')).toEqual(before);
  expect((await view(order)).status).toBe('ERROR');
  expect(await objectsOf(order)).toBe('ABSENT');
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

test('one that hangs ends at its deadline', async () => {
  await fault('POST', { type: 'hang', image: 'echo' });
  const order = await anOrder();
  await provisionInstance(deps)(order);
  await vi.waitFor(async () => expect((await view(order)).steps.at(-1)?.status).toBe('RUNNING'));
  lead = 240_000;
  await sweepProvisioning(deps)();
  expect((await view(order)).status).toBe('PROVISIONING');
  lead = 301_000;
  await sweepProvisioning(deps)();
  expect(await view(order)).toMatchObject({
    status: 'ERROR',
    health: { code: 'NOT_READY_IN_TIME' },
    refunded: 50_000,
  });
  lead = 320_000;
  await vi.waitFor(async () => {
    await sweepProvisioning(deps)();
    expect(await objectsOf(order)).toBe('ABSENT');
  });
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

test('a crash loop is told with the reason and ends before the deadline', async () => {
  await fault('POST', { type: 'crash', image: 'echo' });
  const order = await anOrder();
  await provisionInstance(deps)(order);
  await until(order, 'ERROR');
  expect((await view(order)).health.code).toBe('CRASH_LOOP');
  expect(await wallet(order)).toMatchObject({ balance: 100_000 });
});

test('a cluster that is away until the deadline: the money does not wait for it, the removal does', async () => {
  await fault('POST', { type: 'api', status: 503 });
  const order = await anOrder();
  await expect(provisionInstance(deps)(order)).rejects.toMatchObject({ name: 'ClusterUnreachable' });
  lead = 301_000;
  await vi.waitFor(async () => {
    await sweepProvisioning(deps)();
    expect((await view(order)).status).toBe('ERROR');
  });
  expect(await wallet(order)).toMatchObject({ balance: 100_000 });
  expect(await used(order)).toBe(0);
});

test('a worker that died half way: another one carries on to the same end', async () => {
  const order = await anOrder();
  const dying = aWorker();
  const { apply } = dying.cluster;
  const half = {
    ...dying,
    cluster: {
      ...dying.cluster,
      apply: (desired: Parameters<typeof apply>[0], onStep: Parameters<typeof apply>[1]) =>
        apply(desired, async (step) => {
          await onStep?.(step);
          if (step === 'storage') throw new Error('killed');
        }),
    },
  };
  await expect(provisionInstance(half)(order)).rejects.toThrow('killed');
  expect((await view(order)).status).toBe('PROVISIONING');
  lead = 16_000;
  await sweepProvisioning(deps)();
  await until(order, 'RUNNING');
  expect(await wallet(order)).toMatchObject({ balance: 50_000, totalSpent: 50_000 });
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

test('ready and out of time at once, judged by many: one end, money and slot right', async () => {
  const orders = await Promise.all(Array.from({ length: 6 }, () => anOrder()));
  const sweeps = [aWorker(), aWorker(), aWorker()].map((worker) => sweepProvisioning(worker));
  const applied = Promise.allSettled(orders.map((order) => provisionInstance(aWorker())(order)));
  lead = 301_000;
  await Promise.all(sweeps.map((sweep) => sweep()));
  await applied;
  await Promise.all(sweeps.map((sweep) => sweep()));
  for (const order of orders) {
    const { status } = await view(order);
    expect(['RUNNING', 'ERROR']).toContain(status);
    expect(await wallet(order)).toMatchObject({ balance: status === 'RUNNING' ? 50_000 : 100_000 });
    expect(await used(order)).toBe(status === 'RUNNING' ? 1 : 0);
  }
  expect(await brokenRules(db.dataSource)).toEqual([]);
});

test("somebody else's object in the way is reported and left alone; the neighbour's instance too", async () => {
  const neighbour = await anOrder();
  await provisionInstance(deps)(neighbour);
  await until(neighbour, 'RUNNING');
  const order = await anOrder();
  // A namespace of that name that is not ours.
  const created = await fetch(`${simulated.url}/api/v1/namespaces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer simulated-cluster-not-a-secret' },
    body: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `user-${order.userId}`, labels: { owner: 'somebody' } },
    }),
  });
  expect(created.status).toBe(201);
  await provisionInstance(deps)(order);
  expect(await view(order)).toMatchObject({
    status: 'ERROR',
    health: { code: 'FOREIGN_OBJECT' },
    refunded: 50_000,
  });
  await vi.waitFor(() => removeInstance(deps)(order));
  expect((await view(neighbour)).status).toBe('RUNNING');
});
