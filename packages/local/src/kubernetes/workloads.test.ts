import { PassThrough } from 'node:stream';
import { type CoreV1Event, Log, Metrics, type V1Container, type V1Pod } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aDeployment, connect, eventually, FAST, MERGE, refusal } from './client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from './server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
const namespace = 'user-2';

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    readyAfterMs: 5,
    settings: { ...FAST, nodes: { count: 2, cpu: '8', memory: '32Gi', pods: 100 } },
  });
  client = connect(cluster.kubeconfig);
  await client.core.createNamespace({ body: { metadata: { name: namespace } } });
});
afterAll(() => cluster.close());

async function deploy(name: string, image?: string, container: Partial<V1Container> = {}): Promise<void> {
  const deployment = aDeployment(name, image);
  Object.assign(deployment.spec.template.spec?.containers[0] ?? {}, container);
  await client.apps.createNamespacedDeployment({ namespace, body: deployment });
}

const patch = (name: string, spec: object) =>
  client.apps.patchNamespacedDeployment({ namespace, name, body: { spec } }, MERGE);
const statusOf = async (name: string) =>
  (await client.apps.readNamespacedDeployment({ namespace, name })).status;
const podsOf = async (name: string) =>
  (await client.core.listNamespacedPod({ namespace, labelSelector: `instance=${name}` })).items;
const containerOf = (pod: V1Pod | undefined) => pod?.status?.containerStatuses?.[0];
const stateOf = async (name: string) => containerOf((await podsOf(name))[0])?.state;
const ready = (name: string) => eventually(async () => (await statusOf(name))?.readyReplicas).toBe(1);
const condition = async (name: string, type: string) =>
  (await statusOf(name))?.conditions?.find((each) => each.type === type);

async function eventsOf(pod: V1Pod | undefined): Promise<CoreV1Event[]> {
  const fieldSelector = `involvedObject.uid=${pod?.metadata?.uid}`;
  return (await client.core.listNamespacedEvent({ namespace, fieldSelector })).items;
}

describe('a deployment', () => {
  it('becomes available', async () => {
    await deploy('fine');
    await ready('fine');
    expect(await condition('fine', 'Available')).toMatchObject({ status: 'True' });
    expect(await condition('fine', 'Progressing')).toMatchObject({ reason: 'NewReplicaSetAvailable' });
    expect(await statusOf('fine')).toMatchObject({ observedGeneration: 1, replicas: 1, updatedReplicas: 1 });
    const [pod] = await podsOf('fine');
    expect(pod?.status).toMatchObject({ phase: 'Running', qosClass: 'Guaranteed' });
    const reasons = (await eventsOf(pod)).map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']));
  });

  it('has its old pod gone before the new one comes, and scales to nothing', async () => {
    await deploy('recreated');
    await ready('recreated');
    const seen: number[] = [];
    const before = (await podsOf('recreated'))[0]?.metadata?.name;
    await patch('recreated', { template: { metadata: { annotations: { round: '2' } } } });
    await eventually(async () => {
      const pods = await podsOf('recreated');
      seen.push(pods.length);
      return pods[0]?.metadata?.name !== before && containerOf(pods[0])?.ready;
    }).toBe(true);
    expect(Math.max(...seen)).toBe(1);
    await patch('recreated', { replicas: 0 });
    await eventually(async () => (await podsOf('recreated')).length).toBe(0);
    await eventually(async () => (await statusOf('recreated'))?.replicas).toBeUndefined();
    expect((await statusOf('recreated'))?.observedGeneration).toBe(3);
  });

  it('rolls without falling below what is wanted', async () => {
    const rolling = aDeployment('rolling');
    const spec = {
      ...rolling.spec,
      replicas: 4,
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    };
    await client.apps.createNamespacedDeployment({ namespace, body: { ...rolling, spec } });
    await eventually(async () => (await statusOf('rolling'))?.availableReplicas).toBe(4);
    await patch('rolling', { template: { metadata: { annotations: { round: '2' } } } });
    const available: number[] = [];
    await eventually(async () => {
      const status = await statusOf('rolling');
      available.push(status?.availableReplicas ?? 0);
      return [status?.updatedReplicas, status?.replicas, status?.availableReplicas];
    }).toEqual([4, 4, 4]);
    expect(Math.min(...available)).toBeGreaterThanOrEqual(4);
  });

  it('puts back a pod deleted by hand', async () => {
    await deploy('replaced');
    await ready('replaced');
    const name = (await podsOf('replaced'))[0]?.metadata?.name ?? '';
    await client.core.deleteNamespacedPod({ namespace, name });
    await eventually(async () =>
      (await podsOf('replaced')).map((pod) => [pod.metadata?.name === name, containerOf(pod)?.ready]),
    ).toEqual([[false, true]]);
  });
});

describe('two hundred at once', () => {
  it('all become ready, each by one write', async () => {
    const writes = async () =>
      ((await (await fetch(`${cluster.url}/sandbox/state`)).json()) as { writes: number }).writes;
    const space = 'crowd';
    await client.core.createNamespace({ body: { metadata: { name: space } } });
    const settings = { nodes: { count: 2, cpu: '64', memory: '256Gi', pods: 500 } };
    await fetch(`${cluster.url}/sandbox/settings`, { method: 'PUT', body: JSON.stringify(settings) });
    const before = await writes();
    const names = Array.from({ length: 200 }, (_, index) => `crowd-${index}`);
    await Promise.all(
      names.map((name) =>
        client.apps.createNamespacedDeployment({ namespace: space, body: aDeployment(name) }),
      ),
    );
    const read = async () => (await client.apps.listNamespacedDeployment({ namespace: space })).items;
    await eventually(async () => (await read()).filter(({ status }) => status?.readyReplicas).length).toBe(
      200,
    );
    expect((await writes()) - before).toBe(200);
  });
});

describe('what goes wrong', () => {
  it('cannot pull an image that is missing, and recovers with one that is not', async () => {
    await deploy('unpulled', 'n8nio/n8n:missing');
    await eventually(async () => (await stateOf('unpulled'))?.waiting?.reason).toBe('ImagePullBackOff');
    const [pod] = await podsOf('unpulled');
    expect(pod?.status?.phase).toBe('Pending');
    const failed = (await eventsOf(pod)).find(({ message }) => message?.includes('rpc error'));
    expect(failed).toMatchObject({
      type: 'Warning',
      reason: 'Failed',
      message: expect.stringContaining('docker.io/n8nio/n8n:missing: not found'),
    });
    await patch('unpulled', { template: { spec: { containers: [{ name: 'app', image: 'n8nio/n8n:1' }] } } });
    await ready('unpulled');
  });

  it('takes its time with a slow image', async () => {
    await deploy('sluggish', 'slow/app:1');
    await deploy('quick');
    await ready('quick');
    expect(await stateOf('sluggish')).toMatchObject({ waiting: { reason: 'ContainerCreating' } });
  });

  it('crashes again and again', async () => {
    await deploy('crashing', 'ghost:5', { env: [{ name: 'STANDIN_EXIT_AFTER', value: '0' }] });
    await eventually(async () => containerOf((await podsOf('crashing'))[0])?.restartCount).toBeGreaterThan(2);
    await eventually(async () => (await stateOf('crashing'))?.waiting?.reason).toBe('CrashLoopBackOff');
    const container = containerOf((await podsOf('crashing'))[0]);
    expect(container?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect((await statusOf('crashing'))?.readyReplicas).toBeUndefined();
    const name = (await podsOf('crashing'))[0]?.metadata?.name ?? '';
    const log = await client.core.readNamespacedPodLog({ namespace, name, previous: true });
    expect(log).toContain('exit code 1');
  });

  it('runs out of memory', async () => {
    await deploy('hungry', 'ghost:5', { env: [{ name: 'STANDIN_EAT_MB', value: '500' }] });
    await eventually(
      async () => containerOf((await podsOf('hungry'))[0])?.lastState?.terminated,
    ).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('waits for a ConfigMap that is not there', async () => {
    const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'late', key: 'a' } } }];
    await deploy('unconfigured', 'ghost:5', { env });
    await eventually(() => stateOf('unconfigured')).toMatchObject({
      waiting: { reason: 'CreateContainerConfigError', message: 'configmap "late" not found' },
    });
    await client.core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'late' }, data: { a: '1' } },
    });
    await eventually(async () => (await statusOf('unconfigured'))?.readyReplicas).toBe(1);
  });

  it('finds no node for what is too big, until a node is', async () => {
    const limits = { cpu: '100', memory: '1Gi' };
    await deploy('enormous', 'ghost:5', { resources: { limits } });
    await eventually(async () => (await podsOf('enormous'))[0]?.status?.conditions).toMatchObject([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/2 nodes are available: 2 Insufficient cpu.',
      },
    ]);
    await fetch(`${cluster.url}/sandbox/settings`, {
      method: 'PUT',
      body: JSON.stringify({ nodes: { count: 2, cpu: '256' } }),
    });
    await ready('enormous');
  });

  it('waits for a claim, and keeps the claim while it is used', async () => {
    const deployment = aDeployment('stored');
    const template = deployment.spec.template.spec;
    if (!template) throw new Error('a template has a spec');
    template.volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'stored-data' } }];
    await client.apps.createNamespacedDeployment({ namespace, body: deployment });
    await eventually(async () => (await podsOf('stored'))[0]?.status?.conditions?.[0]?.message).toBe(
      'persistentvolumeclaim "stored-data" not found',
    );
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const claim = { namespace, name: 'stored-data' };
    await client.core.createNamespacedPersistentVolumeClaim({
      namespace,
      body: { metadata: { name: claim.name }, spec },
    });
    await ready('stored');
    await client.core.deleteNamespacedPersistentVolumeClaim(claim);
    expect(
      (await client.core.readNamespacedPersistentVolumeClaim(claim)).metadata?.deletionTimestamp,
    ).toBeDefined();
    await client.apps.deleteNamespacedDeployment({ namespace, name: 'stored' });
    await eventually(
      async () => (await refusal(client.core.readNamespacedPersistentVolumeClaim(claim))).code,
    ).toBe(404);
  });
});

describe('a quota', () => {
  it('refuses the pod that goes over it, and lets it in when it grows', async () => {
    const space = 'limited';
    await client.core.createNamespace({ body: { metadata: { name: space } } });
    const quota = (cpu: string) => ({
      metadata: { name: 'minispod' },
      spec: { hard: { 'limits.cpu': cpu, pods: '5' } },
    });
    await client.core.createNamespacedResourceQuota({ namespace: space, body: quota('300m') });
    const body = aDeployment('two');
    await client.apps.createNamespacedDeployment({
      namespace: space,
      body: { ...body, spec: { ...body.spec, replicas: 2 } },
    });
    const read = async () =>
      (await client.apps.readNamespacedDeployment({ namespace: space, name: 'two' })).status;
    await eventually(async () =>
      (await read())?.conditions?.find(({ type }) => type === 'ReplicaFailure'),
    ).toMatchObject({
      status: 'True',
      reason: 'FailedCreate',
      message: expect.stringMatching(
        /pods "two-.*" is forbidden: exceeded quota: minispod, requested: limits.cpu=250m, used: limits.cpu=250m, limited: limits.cpu=300m/,
      ),
    });
    await eventually(
      async () =>
        (await client.core.readNamespacedResourceQuota({ namespace: space, name: 'minispod' })).status?.used,
    ).toEqual({ 'limits.cpu': '250m', pods: '1' });
    await client.core.patchNamespacedResourceQuota(
      { namespace: space, name: 'minispod', body: quota('1') },
      MERGE,
    );
    await eventually(async () => (await read())?.readyReplicas).toBe(2);
    expect((await read())?.conditions?.map(({ type }) => type)).not.toContain('ReplicaFailure');
  });
});

describe('a pod that runs', () => {
  it('writes a log that can be followed', async () => {
    await deploy('talking');
    await ready('talking');
    const name = (await podsOf('talking'))[0]?.metadata?.name ?? '';
    const tail = await client.core.readNamespacedPodLog({ namespace, name, tailLines: 1 });
    expect(tail.trim().split('\n')).toHaveLength(1);
    const stream = new PassThrough();
    let text = '';
    stream.on('data', (chunk) => {
      text += chunk;
    });
    const following = await new Log(client.config).log(namespace, name, 'app', stream, {
      follow: true,
      timestamps: true,
    });
    await eventually(() => text.match(/still running/g)?.length).toBeGreaterThan(2);
    await client.apps.deleteNamespacedDeployment({ namespace, name: 'talking' });
    await eventually(() => stream.writableEnded).toBe(true);
    following.abort();
    expect(await refusal(client.core.readNamespacedPodLog({ namespace, name: 'nobody' }))).toMatchObject({
      code: 404,
    });
  });

  it('uses part of what it may', async () => {
    await deploy('measured');
    await ready('measured');
    const metrics = new Metrics(client.config);
    const { items } = await metrics.getPodMetrics(namespace);
    const usage = items.find(({ metadata }) => metadata.name.startsWith('measured'))?.containers[0]?.usage;
    const cpu = Number.parseInt(usage?.cpu ?? '', 10);
    expect(cpu).toBeGreaterThan(0);
    expect(cpu).toBeLessThan(250_000_000);
    expect((await metrics.getNodeMetrics()).items).toHaveLength(2);
  });
});
