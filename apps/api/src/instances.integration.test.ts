import { bringUp } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { brokenBooks } from './testing/books.js';
import { type Api, startApi } from './testing/start-api.js';
import { subscriber } from './testing/subscriber.js';

let api: Api;
let administrator: Awaited<ReturnType<Api['administrator']>>;
let planId: string;
beforeAll(async () => {
  api = await startApi();
  administrator = await api.administrator();
  planId = (await api.ask('GET', '/api/catalog/services/n8n')).body.data.plans[0].id;
  await api.dataSource.query(
    'UPDATE service_plans SET max_instances_per_user = 2, max_domains = 1 WHERE id = $1',
    [planId],
  );
});
afterEach(async () => {
  expect(await brokenBooks(api)).toEqual([]);
});
afterAll(() => api.close());

const somebody = () => subscriber(api, planId, 1_000_000);
const admin = (method: 'GET' | 'POST', path: string, body?: object) =>
  api.ask(method, `/api/admin/instances${path}`, {
    token: administrator.accessToken,
    ...(body && { body }),
  });
const told = async ({ ask }: Awaited<ReturnType<typeof somebody>>) =>
  (await ask('GET', '/notifications')).body.data.items[0];

describe('an owner', () => {
  test('restarts, renames and sets variables, and sees them and their history', async () => {
    const { ask, instancePath } = await somebody();
    expect((await ask('POST', `${instancePath}/restart`)).status).toBe(202);
    const changed = await ask('PUT', instancePath, { name: 'Shop', envVars: { MODE: 'fast' } });
    expect(changed.body.data).toMatchObject({ name: 'Shop', status: 'RUNNING', deletionDueAt: null });
    const variables = (await ask('GET', `${instancePath}/variables`)).body.data;
    expect(variables).toMatchObject({
      envVars: { MODE: 'fast' },
      history: [{ actor: 'user', added: ['MODE'], changed: [], removed: [] }],
    });
    const [locked] = variables.template.filter(({ isLocked }: { isLocked: boolean }) => isLocked);
    expect(locked).toMatchObject({ value: null });
    const refused = await ask('PUT', instancePath, { envVars: { [locked.name]: 'mine' } });
    expect(refused.body.error).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: `${locked.name} cannot be set`,
      details: { [`envVars.${locked.name}`]: 'Set by the service, with its secret' },
    });
    expect((await ask('PUT', instancePath, {})).body.error.details).toEqual({ name: 'Nothing to change' });
  });

  test('puts a domain on it by what was typed, and takes it away', async () => {
    const { ask, instancePath } = await somebody();
    expect((await ask('PUT', instancePath, { customDomain: 'https://Shop.Example.com/x' })).status).toBe(200);
    const domains = async () => (await ask('GET', `${instancePath}/domains`)).body.data.items;
    expect(await domains()).toMatchObject([{ domain: 'shop.example.com', status: 'PENDING_DNS' }]);
    expect(
      (await ask('PUT', instancePath, { customDomain: 'not a domain' })).body.error.details,
    ).toHaveProperty('customDomain');
    expect((await ask('PUT', instancePath, { customDomain: null })).status).toBe(200);
    expect(await domains()).toEqual([]);
  });

  test('has another one up to what the plan allows, for nothing, once for a key', async () => {
    const { ask, path, balance, token, see } = await somebody();
    const before = await balance();
    const create = () =>
      api.ask('POST', `/api/user${path}/instances`, {
        token,
        body: { instanceName: 'Second' },
        headers: { 'idempotency-key': 'a-second-one' },
      });
    const first = await create();
    expect(first.status).toBe(201);
    expect((await create()).body.data).toEqual(first.body.data);
    const { id } = first.body.data;
    await bringUp(api.dataSource, id, api.services.clock.now());
    expect(await balance()).toBe(before);
    expect((await see()).instances).toMatchObject([
      { status: 'RUNNING' },
      { name: 'Second', status: 'RUNNING' },
    ]);
    expect((await ask('GET', `/services/instances/${id}`)).body.data).toMatchObject({
      orderId: null,
      refunded: null,
      instancesOfPlan: { used: 2, maximum: 2 },
      operation: null,
      alerts: [],
    });
    expect((await ask('POST', `${path}/instances`, {})).body.error).toMatchObject({
      code: 'CONFLICT',
      details: { used: 2, maximum: 2 },
    });
  });

  test('deletes by the typed name, is told that it goes on being charged, and takes it back', async () => {
    const who = await somebody();
    const { ask, instancePath, see } = who;
    expect((await ask('DELETE', `${instancePath}?confirm=no`)).body.error.details).toEqual({
      confirm: 'Must be n8n',
    });
    const deleted = await ask('DELETE', `${instancePath}?confirm=n8n`);
    expect(deleted.status).toBe(202);
    expect(deleted.body.data.notice).toMatch(/subscription of n8n goes on/);
    const until = new Date(deleted.body.data.deletionDueAt).getTime() - api.services.clock.now().getTime();
    expect(Math.round(until / 86_400_000)).toBe(7);
    expect(await told(who)).toMatchObject({
      kind: 'INSTANCE_DELETED',
      link: instancePath.replace('/services/instances', '/services'),
    });
    expect((await see()).status).toBe('ACTIVE');
    expect((await ask('POST', `${instancePath}/start`)).body.error).toMatchObject({
      code: 'CONFLICT',
      message: 'It is deleted: take it back first',
    });
    expect((await ask('POST', `${instancePath}/recover`)).status).toBe(202);
    expect((await ask('GET', instancePath)).body.data.deletionDueAt).toBeNull();
  });

  test('tries again only what is not well', async () => {
    const { ask, instancePath, instanceId } = await somebody();
    expect((await ask('POST', `${instancePath}/retry`)).body.error.code).toBe('CONFLICT');
    await api.dataSource.query(`UPDATE service_instances SET health_status = 'unhealthy' WHERE id = $1`, [
      instanceId,
    ]);
    expect((await ask('POST', `${instancePath}/retry`)).status).toBe(202);
  });

  test('buys nothing that has no room in the cluster, and is charged nothing', async () => {
    const other = await api.person();
    await api.dataSource.query(
      `INSERT INTO cluster_capacity (nodes, allocatable_cpu_milli, allocatable_memory_mb, requested_cpu_milli, requested_memory_mb, free, taken_at)
       VALUES (1, 1000, 1000, 900, 900, '[{"cpuMilli": 100, "memoryMb": 100}]', $1)`,
      [api.services.clock.now()],
    );
    await api.dataSource.query('UPDATE wallets SET balance = balance WHERE user_id = $1', [other.user.id]);
    const who = await somebody().catch((error: Error) => error);
    expect(String(who)).toContain('INSUFFICIENT_RESOURCES');
    await api.dataSource.query('DELETE FROM cluster_capacity');
  });
});

describe('an administrator', () => {
  test('finds instances by what they are', async () => {
    const who = await somebody();
    const find = async (query: string) =>
      (await admin('GET', `?userId=${who.user.id}&${query}`)).body.data.items.map(
        ({ id }: { id: string }) => id,
      );
    for (const query of [
      '',
      'status=RUNNING',
      'health=healthy',
      'service=n8n',
      'q=n8n',
      `q=${who.user.email}`,
    ])
      expect(await find(query), query).toEqual([who.instanceId]);
    for (const query of ['status=STOPPED', 'health=unknown', 'service=ghost', 'version=0', 'q=100%25'])
      expect(await find(query), query).toEqual([]);
    const { items } = (await admin('GET', `?userId=${who.user.id}`)).body.data;
    expect(items).toMatchObject([{ user: { email: who.user.email }, isLocked: false }]);
    expect(await find(`version=${items[0].version}`)).toEqual([who.instanceId]);
  });

  test('locks and unlocks one with a reason that its owner reads; both are written down', async () => {
    const who = await somebody();
    const { instanceId: id, ask, instancePath } = who;
    expect((await admin('POST', `/${id}/lock`, { reason: 'no' })).body.error.details).toHaveProperty(
      'reason',
    );
    expect((await admin('POST', `/${id}/lock`, { reason: 'It sends spam' })).status).toBe(202);
    expect((await ask('GET', instancePath)).body.data.lockedReason).toBe('It sends spam');
    expect((await told(who)).body).toContain('It sends spam');
    expect((await ask('POST', `${instancePath}/restart`)).body.error.message).toBe(
      'It was stopped by an administrator',
    );
    expect((await admin('GET', `?userId=${who.user.id}`)).body.data.items[0].isLocked).toBe(true);
    expect((await admin('POST', `/${id}/unlock`, { reason: 'It is settled' })).status).toBe(202);
    expect((await ask('GET', instancePath)).body.data.lockedReason).toBeNull();
    const log = (
      await api.ask('GET', `/api/admin/audit-log?subjectId=${id}`, { token: administrator.accessToken })
    ).body.data.items;
    expect(log.map(({ action, details }: Record<string, object>) => [action, details])).toEqual([
      ['instance.unlock', { reason: 'It is settled' }],
      ['instance.lock', { reason: 'It sends spam' }],
    ]);
  });

  test('restarts, retries and terminates, each with a reason', async () => {
    const who = await somebody();
    const { instanceId: id, ask, instancePath } = who;
    const reason = 'For maintenance';
    expect((await admin('POST', `/${id}/restart`, { reason })).status).toBe(202);
    expect((await admin('POST', `/${id}/retry`, { reason })).body.error.code).toBe('CONFLICT');
    expect((await admin('POST', `/${id}/terminate`, { reason })).body.data.deletionDueAt).not.toBeNull();
    expect((await admin('POST', `/${id}/terminate`, { reason })).body.error.code).toBe('CONFLICT');
    expect((await ask('POST', `${instancePath}/recover`)).status).toBe(202);
    expect((await ask('GET', instancePath)).body.data).toMatchObject({
      lockedReason: reason,
      deletionDueAt: null,
    });
  });

  test('who lifts the stop of a whole subscription leaves the lock of one instance', async () => {
    const { instanceId, id } = await somebody();
    await admin('POST', `/${instanceId}/lock`, { reason: 'It sends spam' });
    const token = administrator.accessToken;
    const suspension = { token, body: { reason: 'Unclear' } };
    expect((await api.ask('POST', `/api/admin/subscriptions/${id}/suspend`, suspension)).status).toBe(200);
    expect((await api.ask('POST', `/api/admin/subscriptions/${id}/resume`, { token, body: {} })).status).toBe(
      200,
    );
    const wish = async () =>
      (
        await api.dataSource.query('SELECT administrator_wish AS wish FROM service_instances WHERE id = $1', [
          instanceId,
        ])
      )[0].wish;
    expect(await wish()).toBe('STOP');
    await admin('POST', `/${instanceId}/unlock`, { reason: 'Settled' });
    expect(await wish()).toBe('RUN');
  });
});
