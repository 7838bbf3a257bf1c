import { reportDrift } from '@minispod/domain/drift/report-drift';
import { resync } from '@minispod/domain/drift/resync';
import { newId } from '@minispod/domain/id';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { convergeInstance } from './handlers/converge-instance.js';
import { provisionInstance } from './handlers/provision-instance.js';
import { type Ordered, provisioningFixture } from './provisioning.test-fixture.js';

const MINUTE = 60_000;
let fixture: Awaited<ReturnType<typeof provisioningFixture>>;
let orders: Ordered[];
/** Of the orders, by what will be wrong with them. */
let well: Ordered;
beforeAll(async () => {
  fixture = await provisioningFixture();
  orders = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const order = await fixture.anOrder();
      await provisionInstance(fixture.deps)(order);
      await fixture.until(order, 'RUNNING');
      return order;
    }),
  );
  well = orders[0]!;
});
afterAll(() => fixture.close());

const stringContaining = (text: string) => expect.stringContaining(text);
const write = (sql: string, ...values: unknown[]) => fixture.dataSource.query(sql, values);
const report = (minutesLater = 10) =>
  reportDrift(
    fixture.dataSource,
    () => fixture.deps.cluster.readInventory(),
    new Date(Date.now() + minutesLater * MINUTE),
  );
const kindsOf = async ({ instanceId }: Ordered) =>
  (await report()).items.filter((item) => item.instanceId === instanceId).map(({ kind }) => kind);

test('nothing differs: nothing is reported', async () => {
  // Nobody works the outbox off here, which the books notice.
  const differences = (await report()).items.filter(({ kind }) => kind !== 'LEDGER');
  expect(differences).toEqual([]);
});

test('each kind of difference is found, once, and nothing else', async () => {
  const [, ill, unpaid, gone, large, stuck] = orders as [
    Ordered,
    Ordered,
    Ordered,
    Ordered,
    Ordered,
    Ordered,
  ];
  await fixture.fault('POST', { type: 'oom', namespace: `user-${ill.userId}` });
  await vi.waitFor(async () => expect((await fixture.view(ill)).health.status).toBe('unhealthy'), {
    timeout: 20_000,
  });
  await write(
    `UPDATE service_instances SET status = 'SUSPENDED', billing_wish = 'STOP' WHERE id = $1`,
    unpaid.instanceId,
  );
  await write(
    `UPDATE service_instances SET status = 'TERMINATED', released_at = now() WHERE id = $1`,
    gone.instanceId,
  );
  await write(`UPDATE service_plans SET cpu_milli = 500 WHERE id = $1`, large.planIds[0]);
  await write(
    `INSERT INTO instance_operations (id, instance_id, kind, status, phase, actor, created_at, started_at, phase_at, deadline_at)
     VALUES ($1, $2, 'BACKUP', 'RUNNING', 'copy', 'system', now(), now(), now(), now())`,
    newId(),
    stuck.instanceId,
  );
  await write(`UPDATE wallets SET balance = balance + 1 WHERE user_id = $1`, well.userId);

  expect(await kindsOf(well)).toEqual([]);
  expect(await kindsOf(ill)).toEqual(['PAID_NOT_RUNNING']);
  expect(await kindsOf(unpaid)).toEqual(['RUNNING_NOT_PAID']);
  expect(await kindsOf(gone)).toEqual(['ORPHANED_DEPLOYMENT', 'ORPHANED_VOLUME']);
  expect(await kindsOf(large)).toEqual(['WRONG_RESOURCES']);
  expect(await kindsOf(stuck)).toEqual(['STUCK_OPERATION']);
  const { items } = await report();
  const others = items.filter(({ instanceId }) => instanceId === null);
  expect(others.filter(({ kind }) => kind !== 'LEDGER')).toMatchObject([
    { kind: 'ORPHANED_NAMESPACE', userId: gone.userId, whatToDo: stringContaining('kubectl') },
  ]);
  expect(others).toContainEqual(expect.objectContaining({ kind: 'LEDGER', finding: stringContaining('×') }));
  for (const { finding, whatToDo } of items) expect(finding.length * whatToDo.length).toBeGreaterThan(0);
});

test('a drill under way has orphans that are none', async () => {
  const drill = newId();
  const inventory = {
    tenants: [{ userId: drill, namespace: `user-${drill}`, createdAt: new Date(0) }],
    deployments: [],
    volumes: [],
  };
  const kinds = async () =>
    (await reportDrift(fixture.dataSource, async () => inventory, new Date())).items
      .filter(({ userId }) => userId === drill)
      .map(({ kind }) => kind);
  expect(await kinds()).toEqual(['ORPHANED_NAMESPACE']);
  await write(
    `INSERT INTO instance_operations (id, instance_id, kind, status, phase, actor, created_at, phase_at)
     VALUES ($1, $2, 'DRILL', 'PENDING', 'prepare', 'system', now(), now())`,
    drill,
    well.instanceId,
  );
  expect(await kinds()).toEqual([]);
  await write(`UPDATE instance_operations SET status = 'FAILED', finished_at = now() WHERE id = $1`, drill);
});

test('everything is applied again once a day, a share at a time', async () => {
  const { dataSource, deps } = fixture;
  const chosen = async (hours: number) => {
    const now = new Date(Date.now() + hours * 60 * MINUTE);
    await resync(dataSource, MINUTE, now);
    const rows: { id: string }[] = await write(
      'SELECT id FROM service_instances WHERE converge_since = $1',
      now,
    );
    return rows.map(({ id }) => id);
  };
  await write('UPDATE service_instances SET converge_since = NULL');
  expect(await chosen(23)).toEqual([]);
  const [first, ...more] = await chosen(25);
  expect(more).toEqual([]);
  expect(first).toBeDefined();
  const [second] = await chosen(25);
  expect(second).not.toBe(first);
  await convergeInstance(deps)({ instanceId: first! });
  const settled = async () => {
    const [row] = await write('SELECT converge_since FROM service_instances WHERE id = $1', first);
    expect(row.converge_since).toBeNull();
  };
  await vi.waitFor(settled, { timeout: 20_000 });
  expect(await chosen(26)).not.toContain(first);
});
