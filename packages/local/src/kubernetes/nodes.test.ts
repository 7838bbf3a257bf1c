import { Metrics } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { aDeployment, connect, eventually, FAST, refusal } from './client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from './server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
const namespace = 'default';
const instance = 'a-1';

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({ port: 0, ingressPort: 0, readyAfterMs: 5, settings: FAST });
  client = connect(cluster.kubeconfig);
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  await client.core.createNamespacedPersistentVolumeClaim({
    namespace,
    body: { metadata: { name: 'data' }, spec },
  });
});
afterEach(() => control('DELETE', 'usage'));
afterAll(() => cluster.close());

async function control(method: string, path: string, body?: object) {
  const answer = await fetch(`${cluster.url}/sandbox/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return { code: answer.status, body: (await answer.json()) as object[] & { error?: string } };
}

async function deploy(name: string, limits = { cpu: '1', memory: '1000Mi' }): Promise<void> {
  const body = aDeployment(name);
  const labels = { instance: name, 'minispod.id/instance': instance };
  Object.assign(body.spec.template, { metadata: { labels } });
  Object.assign(body.spec.template.spec ?? {}, {
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    containers: [
      { name: 'app', image: 'app:1', resources: { limits } },
      { name: 'beside', image: 'beside:1', resources: { limits: { cpu: '100m', memory: '100Mi' } } },
    ],
  });
  await client.apps.createNamespacedDeployment({ namespace, body });
}

const podOf = async (name: string) =>
  (await client.core.listNamespacedPod({ namespace, labelSelector: `instance=${name}` })).items[0];
const running = (name: string) =>
  eventually(async () => (await podOf(name))?.status?.containerStatuses?.every(({ ready }) => ready)).toBe(
    true,
  );
const remove = async (name: string) => {
  await client.apps.deleteNamespacedDeployment({ namespace, name });
  await eventually(() => podOf(name)).toBeUndefined();
};

interface Summary {
  node: { nodeName: string; cpu: { usageNanoCores: number } };
  pods: {
    podRef: { name: string; namespace: string };
    containers: { name: string; cpu: { usageNanoCores: number }; memory: { workingSetBytes: number } }[];
    volume: { usedBytes: number; capacityBytes: number; pvcRef: { name: string; namespace: string } }[];
  }[];
}

async function summaryOf(node: string): Promise<Summary> {
  const path = `/api/v1/nodes/${node}/proxy/stats/summary`;
  const headers = { authorization: `Bearer ${client.config.getCurrentUser()?.token}` };
  const answer = await fetch(`${cluster.url}${path}`, { headers });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Summary;
}

describe('usage', () => {
  it('is what was asked for, the same wherever it is read, and otherwise about what an idle app takes', async () => {
    await deploy('used');
    await running('used');
    const node = (await podOf('used'))?.spec?.nodeName ?? '';
    const read = async () => {
      const summary = await summaryOf(node);
      const pod = summary.pods.find(({ podRef }) => podRef.name.startsWith('used'));
      return { node: summary.node, app: pod?.containers[0], volume: pod?.volume[0] };
    };
    const idle = await read();
    expect(idle.node.nodeName).toBe(node);
    expect(idle.app?.name).toBe('app');
    expect(idle.app?.cpu.usageNanoCores).toBeGreaterThanOrEqual(5e7);
    expect(idle.app?.cpu.usageNanoCores).toBeLessThanOrEqual(2e8);
    expect((idle.app?.memory.workingSetBytes ?? 0) / 2 ** 20).toBeCloseTo(400, -2);
    expect(idle.volume).toMatchObject({ capacityBytes: 2 ** 30, pvcRef: { name: 'data', namespace } });
    expect((idle.volume?.usedBytes ?? 0) / 2 ** 30).toBeCloseTo(0.12, 1);

    await control('POST', 'usage', { namespace, instance, volumePercent: 85 });
    await control('POST', 'usage', { image: 'app:', cpuPercent: 50, memoryPercent: 90 });
    const busy = await read();
    expect(busy.app?.cpu.usageNanoCores).toBe(5e8);
    expect(busy.app?.memory.workingSetBytes).toBe(900 * 2 ** 20);
    expect(busy.volume?.usedBytes).toBe(Math.floor(2 ** 30 * 0.85));
    const { items } = await new Metrics(client.config).getPodMetrics(namespace);
    expect(items[0]?.containers[0]?.usage).toEqual({ cpu: '500000000n', memory: `${900 * 1024}Ki` });
    await remove('used');
  });

  it('of a node that is not there is not there', async () => {
    await expect(summaryOf('nowhere')).rejects.toThrow('404');
  });

  it('that cannot be is refused with the field named', async () => {
    const { code, body } = await control('POST', 'usage', { volumePercent: 101 });
    expect([code, body.error]).toEqual([400, expect.stringContaining('volumePercent')]);
  });
});

describe('nodes', () => {
  const problem = async (name: string) =>
    (await podOf(name))?.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message;

  it('are as many and as large as asked for; what none has room for waits until one has', async () => {
    await control('POST', 'nodes', { count: 2, cpu: '1500m', memory: '2Gi' });
    const { items } = await client.core.listNode();
    expect(items.map(({ status }) => status?.allocatable)).toEqual([
      { cpu: '1500m', memory: '1948Mi', pods: '4000' },
      { cpu: '1500m', memory: '1948Mi', pods: '4000' },
    ]);
    await deploy('large', { cpu: '2', memory: '1Gi' });
    await eventually(() => problem('large')).toBe('0/2 nodes are available: 2 Insufficient cpu.');
    const events = await client.core.listNamespacedEvent({
      namespace,
      fieldSelector: 'reason=FailedScheduling',
    });
    expect(events.items.length).toBeGreaterThan(0);
    await control('POST', 'nodes', { name: 'roomy', cpu: '4' });
    await running('large');
    expect((await podOf('large'))?.spec?.nodeName).toBe('roomy');
  });

  it('that are cordoned or silent get nothing new', async () => {
    await control('POST', 'nodes', { name: 'simulated-1', unschedulable: true });
    await control('POST', 'nodes', { name: 'simulated-2', ready: false });
    const { status } = await client.core.readNode({ name: 'simulated-2' });
    expect(status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'Unknown' });
    await deploy('unplaced', { cpu: '3', memory: '1Gi' });
    await eventually(() => problem('unplaced')).toMatch(/^0\/3 .*unreachable.*unschedulable/);
    await remove('unplaced');
  });

  it('that are removed take their pods along, which come back elsewhere', async () => {
    const before = (await podOf('large'))?.metadata?.uid;
    await control('POST', 'nodes', { name: 'other', cpu: '4' });
    expect((await control('DELETE', 'nodes/roomy')).body).toHaveLength(3);
    await eventually(async () => (await podOf('large'))?.spec?.nodeName).toBe('other');
    expect((await podOf('large'))?.metadata?.uid).not.toBe(before);
    expect((await control('DELETE', 'nodes/roomy')).code).toBe(404);
    expect(await refusal(client.core.readNode({ name: 'roomy' }))).toMatchObject({ code: 404 });
  });

  it('of a size that is none are refused', async () => {
    const { code, body } = await control('POST', 'nodes', { name: 'odd', cpu: 'many' });
    expect([code, body.error]).toEqual([400, expect.stringContaining('cpu')]);
  });
});
