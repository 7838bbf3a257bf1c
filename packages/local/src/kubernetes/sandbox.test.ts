import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { APPLY, aDeployment, connect, eventually, FAST, refusal } from './client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from './server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
const namespace = 'default';

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({ port: 0, ingressPort: 0, readyAfterMs: 5, settings: FAST });
  client = connect(cluster.kubeconfig);
});
afterEach(() => control('DELETE', 'faults'));
afterAll(() => cluster.close());

async function control(method: string, path: string, body?: object) {
  const response = await fetch(`${cluster.url}/sandbox/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return {
    code: response.status,
    body: (await response.json()) as {
      writes: number;
      error?: string;
      requests: Record<string, Record<string, number>>;
    },
  };
}

const list = () => client.core.listNamespacedConfigMap({ namespace });
const deploy = (name: string) =>
  client.apps.createNamespacedDeployment({ namespace, body: aDeployment(name) });
const containerOf = async (name: string) =>
  (await client.core.listNamespacedPod({ namespace, labelSelector: `instance=${name}` })).items[0]?.status
    ?.containerStatuses?.[0];

describe('faults of the API', () => {
  it('refuses so many times, then no more', async () => {
    await control('POST', 'faults', {
      type: 'api',
      status: 429,
      retryAfterSeconds: 7,
      verbs: ['list'],
      resources: ['configmaps'],
      times: 2,
    });
    for (let index = 0; index < 2; index += 1)
      expect(await refusal(list())).toMatchObject({
        code: 429,
        reason: 'TooManyRequests',
        details: { retryAfterSeconds: 7 },
      });
    await list();
  });

  it.each([
    [409, 'Conflict'],
    [500, 'InternalError'],
    [503, 'ServiceUnavailable'],
  ])('refuses with %i', async (status, reason) => {
    await control('PUT', 'faults', { type: 'api', status });
    expect(await refusal(list())).toMatchObject({ code: status, reason });
  });

  it('loses the answer to what it did', async () => {
    await control('POST', 'faults', { type: 'api', lost: true, verbs: ['create'], times: 1 });
    const name = 'unanswered';
    await expect(
      client.core.createNamespacedConfigMap({ namespace, body: { metadata: { name } } }),
    ).rejects.toThrow();
    expect((await client.core.readNamespacedConfigMap({ namespace, name })).metadata?.name).toBe(name);
  });

  it('names what it does not understand', async () => {
    const { code, body } = await control('POST', 'faults', { type: 'api', verbs: ['dance'] });
    expect(code).toBe(400);
    expect(body.error).toContain('verbs');
    expect((await control('PUT', 'settings', { readyAfter: 1 })).code).toBe(400);
  });
});

describe('faults of pods', () => {
  it('fail while they are asked for and pass when they are cleared', async () => {
    await control('POST', 'faults', [
      { type: 'pull', pod: 'unpullable' },
      { type: 'crash', pod: 'crasher' },
      { type: 'oom', pod: 'glutton' },
      { type: 'hang', pod: 'dawdler' },
    ]);
    for (const name of ['unpullable', 'crasher', 'glutton', 'dawdler']) await deploy(name);
    await eventually(async () => (await containerOf('unpullable'))?.state?.waiting?.reason).toBe(
      'ImagePullBackOff',
    );
    await eventually(async () => (await containerOf('crasher'))?.state?.waiting?.reason).toBe(
      'CrashLoopBackOff',
    );
    await eventually(async () => (await containerOf('glutton'))?.lastState?.terminated?.reason).toBe(
      'OOMKilled',
    );
    expect(await containerOf('dawdler')).toMatchObject({ ready: false, state: { running: {} } });
    await control('DELETE', 'faults');
    for (const name of ['unpullable', 'crasher', 'glutton', 'dawdler'])
      await eventually(async () => (await containerOf(name))?.ready).toBe(true);
    await control('POST', 'faults', { type: 'crash', image: 'n8n' });
    await eventually(async () => (await containerOf('dawdler'))?.lastState?.terminated?.exitCode).toBe(1);
  });
});

describe('a pod of several containers', () => {
  it('is ready when all are', async () => {
    await control('POST', 'faults', { type: 'hang', image: 'beside' });
    const body = aDeployment('several');
    body.spec.template.spec?.containers.push({ name: 'beside', image: 'beside:1' });
    await client.apps.createNamespacedDeployment({ namespace, body });
    const status = async () =>
      (await client.core.listNamespacedPod({ namespace, labelSelector: 'instance=several' })).items[0]
        ?.status;
    const readiness = async () =>
      (await status())?.containerStatuses?.map(({ name, ready }) => [name, ready]);
    const ready = async () => (await status())?.conditions?.find(({ type }) => type === 'Ready')?.status;
    await eventually(readiness).toEqual([
      ['app', true],
      ['beside', false],
    ]);
    expect(await ready()).toBe('False');
    await control('DELETE', 'faults');
    await eventually(ready).toBe('True');
  });
});

describe('the state', () => {
  it('counts writes by verb and kind', async () => {
    const before = (await control('GET', 'state')).body;
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'counted' } };
    await client.core.patchNamespacedConfigMap(
      { namespace, name: 'counted', body, fieldManager: 'minispod' },
      APPLY,
    );
    await list();
    const after = (await control('GET', 'state')).body;
    expect(after.writes - before.writes).toBe(1);
    expect((after.requests.patch?.configmaps ?? 0) - (before.requests.patch?.configmaps ?? 0)).toBe(1);
  });
});
