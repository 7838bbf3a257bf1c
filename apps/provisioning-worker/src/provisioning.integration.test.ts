import { Alert } from '@minispod/database/entities/alert.entity';
import { PROVISIONING_STEPS } from '@minispod/domain/ports/cluster';
import { brokenRules } from '@minispod/testing/books';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { provisionInstance } from './handlers/provision-instance.js';
import { removeInstance } from './handlers/remove-instance.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';
import { provisioningFixture } from './provisioning.test-fixture.js';

let kit: Awaited<ReturnType<typeof provisioningFixture>>;
beforeAll(async () => {
  kit = await provisioningFixture();
});
afterEach(async () => {
  kit.setLead(0);
  await kit.fault('DELETE');
});
afterAll(() => kit.close());

test('an order comes up: RUNNING, captured, told once, with every step on record', async () => {
  const order = await kit.anOrder();
  await provisionInstance(kit.deps)(order);
  await kit.until(order, 'RUNNING');
  expect(await kit.wallet(order)).toMatchObject({ balance: 50_000, totalSpent: 50_000 });
  const shown = await kit.view(order);
  expect(shown.publicUrl).toBe(`http://${shown.subdomain}.localhost:3004`);
  expect(shown.steps.map((step) => step.status)).toEqual(Array(7).fill('DONE'));
  for (const step of shown.steps) expect(step.startedAt! <= step.finishedAt!).toBe(true);
  expect(shown.timeline.map((change) => change.to)).toEqual(['PENDING', 'PROVISIONING', 'RUNNING']);
  const answer = await fetch(kit.simulated.ingressUrl, {
    headers: { host: `${shown.subdomain}.localhost` },
  }).catch(() => null);
  expect(answer).not.toBeNull();
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('an image that cannot be pulled: ERROR with the reason, money back, slot free, nothing left', async () => {
  const order = await kit.anOrder({ image: 'docker.io/example/missing:1.0.0' });
  await provisionInstance(kit.deps)(order);
  await kit.until(order, 'ERROR');
  const shown = await kit.view(order);
  expect(shown.health).toMatchObject({ status: 'unhealthy', code: 'IMAGE_PULL_FAILED' });
  expect(shown.health.reason).toContain('missing');
  expect(shown.refunded).toBe(50_000);
  expect(shown.steps.filter((step) => step.status === 'FAILED')).toHaveLength(1);
  expect(await kit.wallet(order)).toMatchObject({ balance: 100_000, totalSpent: 0 });
  expect(await kit.used(order)).toBe(0);
  expect(await kit.dataSource.manager.findBy(Alert, { subject: order.instanceId })).toMatchObject([
    {
      kind: 'PROVISIONING_FAILED',
      userId: order.userId,
      message: expect.stringContaining('IMAGE_PULL_FAILED'),
      closedAt: null,
    },
  ]);

  await vi.waitFor(() => removeInstance(kit.deps)(order), { timeout: 10_000 });
  expect(await kit.phaseOf(order)).toBe('ABSENT');

  // A second worker, a retried job and the sweep find nothing to do.
  const before = await kit.dataSource.query('SELECT count(*) AS n FROM ledger_entries');
  await Promise.all([
    provisionInstance(kit.aWorker())(order),
    provisionInstance(kit.deps)(order),
    removeInstance(kit.aWorker())(order),
  ]);
  await sweepProvisioning(kit.deps)();
  expect(await kit.dataSource.query('SELECT count(*) AS n FROM ledger_entries')).toEqual(before);
  expect((await kit.view(order)).status).toBe('ERROR');
  expect(await kit.phaseOf(order)).toBe('ABSENT');
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('one that hangs ends at its deadline', async () => {
  await kit.fault('POST', { type: 'hang', image: 'echo' });
  const order = await kit.anOrder();
  await provisionInstance(kit.deps)(order);
  await vi.waitFor(async () => expect((await kit.view(order)).steps.at(-1)?.status).toBe('RUNNING'));
  // Its pod is up and only never ready: nothing else stands in the way by now.
  await vi.waitFor(
    async () => expect((await kit.aWorker().cluster.observe(order)).problem).toBeNull(),
    10_000,
  );
  kit.setLead(240_000);
  await sweepProvisioning(kit.deps)();
  expect((await kit.view(order)).status).toBe('PROVISIONING');
  kit.setLead(301_000);
  await sweepProvisioning(kit.deps)();
  expect(await kit.view(order)).toMatchObject({
    status: 'ERROR',
    health: { code: 'NOT_READY_IN_TIME' },
    refunded: 50_000,
  });
  kit.setLead(320_000);
  await vi.waitFor(async () => {
    await sweepProvisioning(kit.deps)();
    expect(await kit.phaseOf(order)).toBe('ABSENT');
  }, 20_000);
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test('a crash loop is told with the reason and ends before the deadline', async () => {
  await kit.fault('POST', { type: 'crash', image: 'echo' });
  const order = await kit.anOrder();
  await provisionInstance(kit.deps)(order);
  await kit.until(order, 'ERROR');
  expect((await kit.view(order)).health.code).toBe('CRASH_LOOP');
  expect(await kit.wallet(order)).toMatchObject({ balance: 100_000 });
});

test('a cluster that is away until the deadline: the money does not wait for it, the removal does', async () => {
  await kit.fault('POST', { type: 'api', status: 503 });
  const order = await kit.anOrder();
  await expect(provisionInstance(kit.deps)(order)).rejects.toMatchObject({ name: 'ClusterUnreachable' });
  kit.setLead(301_000);
  // An API server that asks for a pause is given it.
  const ended = async () => {
    await sweepProvisioning(kit.deps)();
    expect((await kit.view(order)).status).toBe('ERROR');
  };
  await vi.waitFor(ended, { timeout: 20_000 });
  expect(await kit.wallet(order)).toMatchObject({ balance: 100_000 });
  expect(await kit.used(order)).toBe(0);
});

test.each([401, 403])(
  'an API server that answers %i for a while: the order waits, then comes up',
  async (status) => {
    await kit.fault('POST', { type: 'api', status, verbs: ['patch'], resources: ['deployments'] });
    const order = await kit.anOrder();
    await expect(provisionInstance(kit.deps)(order)).rejects.toMatchObject({ name: 'ClusterRefused' });
    kit.setLead(240_000);
    await sweepProvisioning(kit.deps)();
    expect((await kit.view(order)).status).toBe('PROVISIONING');
    expect(await kit.wallet(order)).toMatchObject({ balance: 50_000, totalSpent: 0 });
    await kit.fault('DELETE');
    // What failed rests for a moment before it is tried again.
    kit.setLead(245_000);
    await sweepProvisioning(kit.deps)();
    await kit.until(order, 'RUNNING');
    expect(await kit.wallet(order)).toMatchObject({ balance: 50_000, totalSpent: 50_000 });
  },
);

test('one that is refused until the deadline: the money back, and the reason is the operator’s', async () => {
  await kit.fault('POST', { type: 'api', status: 403, verbs: ['patch'], resources: ['deployments'] });
  const order = await kit.anOrder();
  await expect(provisionInstance(kit.deps)(order)).rejects.toThrow();
  kit.setLead(301_000);
  await sweepProvisioning(kit.deps)();
  expect(await kit.view(order)).toMatchObject({ status: 'ERROR', health: { code: 'CLUSTER_ERROR' } });
  expect(await kit.wallet(order)).toMatchObject({ balance: 100_000 });
  expect(await kit.dataSource.manager.findOneBy(Alert, { subject: order.instanceId })).toMatchObject({
    kind: 'PROVISIONING_FAILED',
    message: expect.stringContaining('applying Deployment'),
  });
});

/** Before a step is written down and after: the step itself is done in the cluster both times. */
const DEATHS = PROVISIONING_STEPS.slice(0, -1).flatMap((step) => [
  { step, isTold: false },
  { step, isTold: true },
]);
test.each(DEATHS)(
  'a worker that died at $step (told: $isTold): another one carries on to the same end',
  async ({ step: last, isTold }) => {
    const order = await kit.anOrder();
    const dying = kit.aWorker();
    const { apply } = dying.cluster;
    const half = {
      ...dying,
      cluster: {
        ...dying.cluster,
        apply: (desired: Parameters<typeof apply>[0], onStep: Parameters<typeof apply>[1]) =>
          apply(desired, async (step) => {
            if (step === last && !isTold) throw new Error('killed');
            await onStep?.(step);
            if (step === last) throw new Error('killed');
          }),
      },
    };
    await expect(provisionInstance(half)(order)).rejects.toThrow('killed');
    expect((await kit.view(order)).status).toBe('PROVISIONING');
    kit.setLead(16_000);
    await sweepProvisioning(kit.deps)();
    await kit.until(order, 'RUNNING');
    expect(await kit.wallet(order)).toMatchObject({ balance: 50_000, totalSpent: 50_000 });
    expect(await brokenRules(kit.dataSource)).toEqual([]);
  },
);

test('ready and out of time at once, judged by many: one end, money and slot right', async () => {
  const orders = await Promise.all(Array.from({ length: 6 }, () => kit.anOrder()));
  const sweeps = [kit.aWorker(), kit.aWorker(), kit.aWorker()].map((worker) => sweepProvisioning(worker));
  const applied = Promise.allSettled(orders.map((order) => provisionInstance(kit.aWorker())(order)));
  kit.setLead(301_000);
  await Promise.all(sweeps.map((sweep) => sweep()));
  await applied;
  await Promise.all(sweeps.map((sweep) => sweep()));
  for (const order of orders) {
    const { status } = await kit.view(order);
    expect(['RUNNING', 'ERROR']).toContain(status);
    expect(await kit.wallet(order)).toMatchObject({ balance: status === 'RUNNING' ? 50_000 : 100_000 });
    expect(await kit.used(order)).toBe(status === 'RUNNING' ? 1 : 0);
  }
  expect(await brokenRules(kit.dataSource)).toEqual([]);
});

test("somebody else's object in the way is reported and left alone; the neighbour's instance too", async () => {
  const neighbour = await kit.anOrder();
  await provisionInstance(kit.deps)(neighbour);
  await kit.until(neighbour, 'RUNNING');
  const order = await kit.anOrder();
  // A namespace of that name that is not ours.
  const created = await fetch(`${kit.simulated.url}/api/v1/namespaces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer simulated-cluster-not-a-secret' },
    body: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `user-${order.userId}`, labels: { owner: 'somebody' } },
    }),
  });
  expect(created.status).toBe(201);
  await provisionInstance(kit.deps)(order);
  expect(await kit.view(order)).toMatchObject({
    status: 'ERROR',
    health: { code: 'FOREIGN_OBJECT' },
    refunded: 50_000,
  });
  await vi.waitFor(() => removeInstance(kit.deps)(order));
  expect((await kit.view(neighbour)).status).toBe('RUNNING');
});
