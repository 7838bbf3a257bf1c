import { InstanceActivity } from '@minispod/database/entities/instance-activity.entity';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { convergeInstance } from './handlers/converge-instance.js';
import { provisionInstance } from './handlers/provision-instance.js';
import { type Ordered, provisioningFixture } from './provisioning.test-fixture.js';

let fixture: Awaited<ReturnType<typeof provisioningFixture>>;
let order: Ordered;
beforeAll(async () => {
  fixture = await provisioningFixture();
  order = await fixture.anOrder();
  await provisionInstance(fixture.deps)(order);
  await fixture.until(order, 'RUNNING');
});
afterAll(() => fixture.close());

const soon = <T>(look: () => Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 50 });
const convergeSince = async () => {
  const { dataSource } = fixture;
  const [row] = await dataSource.query('SELECT converge_since FROM service_instances WHERE id = $1', [
    order.instanceId,
  ]);
  return row.converge_since as Date | null;
};
const corrected = async () =>
  (
    await fixture.dataSource.manager.find(InstanceActivity, {
      where: { instanceId: order.instanceId, kind: 'DRIFT_CORRECTED' },
      order: { id: 'ASC' },
    })
  ).map(({ details }) => (details as { object: string }).object);

interface Listed {
  items: { metadata: { name: string }; spec: { template: { spec: { containers: Container[] } } } }[];
}
interface Container {
  name: string;
  resources: { limits: { memory: string } };
}
async function api(method: 'GET' | 'DELETE' | 'PATCH', path: string, body?: object): Promise<Listed> {
  const response = await fetch(`${fixture.simulated.url}${path}?fieldManager=somebody`, {
    method,
    headers: {
      authorization: 'Bearer simulated-cluster-not-a-secret',
      ...(body && { 'content-type': 'application/strategic-merge-patch+json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Listed;
}
const path = (api: string, resource: string) => `/apis/${api}/v1/namespaces/user-${order.userId}/${resource}`;

/** Does what the job of the promised `converge-instance` does, and waits until it is settled. */
async function converge(): Promise<void> {
  await soon(async () => expect(await convergeSince()).not.toBeNull());
  await convergeInstance(fixture.deps)(order);
  await soon(async () => expect(await convergeSince()).toBeNull());
}

test('limits that somebody edited are put back, on record', async () => {
  const deployments = path('apps', 'deployments');
  const limits = async () => {
    const { items } = await api('GET', deployments);
    return items[0]?.spec.template.spec.containers[0];
  };
  const { items } = await api('GET', deployments);
  const [deployment] = items;
  const container = deployment?.spec.template.spec.containers[0];
  expect(container?.resources.limits.memory).toBe('256Mi');
  await api('PATCH', `${deployments}/${deployment?.metadata.name}`, {
    spec: {
      template: {
        spec: { containers: [{ name: container?.name, resources: { limits: { memory: '300Mi' } } }] },
      },
    },
  });
  expect((await limits())?.resources.limits.memory).toBe('300Mi');
  await converge();
  expect((await limits())?.resources.limits.memory).toBe('256Mi');
  expect(await corrected()).toEqual([expect.stringContaining('Deployment')]);
});

test('an address that somebody deleted is put back, on record', async () => {
  const ingresses = path('networking.k8s.io', 'ingresses');
  const before = await api('GET', ingresses);
  expect(before.items).toHaveLength(1);
  await api('DELETE', ingresses);
  expect((await api('GET', ingresses)).items).toEqual([]);
  await converge();
  expect((await api('GET', ingresses)).items).toHaveLength(1);
  expect((await corrected()).at(-1)).toContain('Ingress');
});

test('what is worked on is left to those who do', async () => {
  const { dataSource } = fixture;
  const { correctDrift } = await import('@minispod/domain/drift/correct-drift');
  const count = (await corrected()).length;
  await dataSource.query(
    `INSERT INTO instance_operations (id, instance_id, kind, status, phase, actor, created_at, phase_at)
     VALUES (gen_random_uuid(), $1, 'BACKUP', 'PENDING', 'copy', 'system', now(), now())`,
    [order.instanceId],
  );
  expect(await correctDrift(dataSource, order.instanceId, 'Service', new Date())).toBe(false);
  await dataSource.query(`UPDATE instance_operations SET status = 'SUCCEEDED', finished_at = now()`);
  expect(await correctDrift(dataSource, order.instanceId, 'Service', new Date())).toBe(true);
  expect(await correctDrift(dataSource, order.instanceId, 'Service', new Date())).toBe(true);
  expect(await corrected()).toHaveLength(count + 1);
  const [{ jobs }] = await dataSource.query(
    `SELECT count(*) AS jobs FROM outbox WHERE job = 'converge-instance' AND payload ->> 'instanceId' = $1`,
    [order.instanceId],
  );
  expect(jobs).toBeGreaterThanOrEqual(count + 2);
});
