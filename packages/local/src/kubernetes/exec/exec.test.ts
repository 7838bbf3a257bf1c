import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Exec, Log, type V1Pod, type V1Status } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, eventually, FAST } from '../client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from '../server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
const namespace = 'default';
const claim = 'kept-data';

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({ port: 0, ingressPort: 0, readyAfterMs: 5, settings: FAST });
  client = connect(cluster.kubeconfig);
  const resources = { requests: { storage: '1Gi' } };
  const spec = { accessModes: ['ReadWriteOnce'], resources };
  await client.core.createNamespacedPersistentVolumeClaim({
    namespace,
    body: { metadata: { name: claim }, spec },
  });
  await run(aPod('tool'));
});
afterEach(async () => {
  await control('DELETE', 'faults');
  await control('PUT', 'settings', { execProtocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'] });
});
afterAll(() => cluster.close());

function aPod(name: string): V1Pod & { spec: object } {
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  return {
    metadata: { name },
    spec: {
      restartPolicy: 'Never',
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }],
      containers: [
        { name: 'tool', image: 'busybox:1.37', command: ['sleep', 'infinity'], volumeMounts },
        { name: 'beside', image: 'mariadb:11.4' },
      ],
    },
  };
}

async function run(body: V1Pod): Promise<void> {
  await client.core.createNamespacedPod({ namespace, body });
  const name = body.metadata?.name ?? '';
  const ready = async () => {
    const { status } = await client.core.readNamespacedPod({ namespace, name });
    expect(status?.containerStatuses?.map((each) => each.ready)).toEqual([true, true]);
  };
  await vi.waitFor(ready, { timeout: 20_000, interval: 20 });
}

async function control(method: string, path: string, body?: object) {
  const response = await fetch(`${cluster.url}/sandbox/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return { code: response.status, body: (await response.json()) as { bytes: number; sha256: string } };
}

const setContent = (content: object) => control('PUT', 'volumes', { namespace, claim, ...content });
const contentNow = async () =>
  ((await control('GET', `volumes?namespace=${namespace}`)).body as unknown as { content: string }[])[0]
    ?.content;

/** As a user of client-node would write it: both outputs read to their end, the status from its callback. */
async function exec(
  command: string[],
  { stdin, pod = 'tool', container = 'tool' }: { stdin?: Readable; pod?: string; container?: string } = {},
): Promise<{ stdout: Buffer; stderr: string; status: V1Status }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const read = Promise.all([buffer(stdout), buffer(stderr)]);
  const status = new Promise<V1Status>((resolve, reject) => {
    new Exec(client.config)
      .exec(namespace, pod, container, command, stdout, stderr, stdin ?? null, false, resolve)
      .catch(reject);
  });
  const ended = await status;
  const [out, err] = await read;
  return { stdout: out, stderr: err.toString(), status: ended };
}

describe('a command without stdin', () => {
  it('gets what the volume holds', async () => {
    await setContent({ content: 'a dump' });
    const { stdout, stderr, status } = await exec(['pg_dump', '--format=custom']);
    expect([stdout.toString(), stderr, status.status]).toEqual(['a dump', '', 'Success']);
  });

  it('gets much of it whole', async () => {
    const { body } = await setContent({ mebibytes: 24 });
    const { stdout } = await exec(['tar', '-c', '/data']);
    expect(stdout.length).toBe(24 * 2 ** 20);
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(body.sha256);
  });

  it('that is df tells of the volume where it is mounted', async () => {
    await control('POST', 'usage', { namespace, image: 'busybox', volumePercent: 85 });
    for (const command of [
      ['df', '-Pk', '/data'],
      ['sh', '-c', 'df -Pk /data'],
    ]) {
      const [heading, row] = (await exec(command)).stdout.toString().split('\n');
      expect(heading).toBe('Filesystem 1024-blocks Used Available Capacity Mounted on');
      expect(row?.split(' ').slice(1)).toEqual(['1048576', '891289', '157287', '85%', '/data']);
    }
    await control('DELETE', 'usage');
  });
});

describe('a command with stdin', () => {
  it('replaces what the volume holds, however much it is', async () => {
    const content = randomBytes(20 * 2 ** 20);
    const chunks = Array.from({ length: 160 }, (_, at) => content.subarray(at * 2 ** 17, (at + 1) * 2 ** 17));
    const { status } = await exec(['tar', '-x'], { stdin: Readable.from(chunks) });
    expect(status.status).toBe('Success');
    expect((await exec(['tar', '-c'])).stdout.equals(content)).toBe(true);
  });

  it('ends with the connection where the client cannot close stdin alone (v4)', async () => {
    await control('PUT', 'settings', { execProtocols: ['v4.channel.k8s.io'] });
    const stdin = Readable.from([Buffer.from('restored by v4')]);
    const socket = await new Exec(client.config).exec(
      namespace,
      'tool',
      'tool',
      ['tar', '-x'],
      null,
      null,
      stdin,
      false,
    );
    expect((socket as unknown as { protocol: string }).protocol).toBe('v4.channel.k8s.io');
    await eventually(contentNow).toBe('restored by v4');
  });
});

describe('a fault', () => {
  it('makes the commands it matches fail, and leaves the volume as it was', async () => {
    await setContent({ content: 'untouched' });
    await control('POST', 'faults', {
      type: 'exec',
      image: 'busybox',
      command: 'tar',
      exitCode: 3,
      stderr: 'tar: no',
      times: 2,
    });
    const failure = {
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    };
    expect(await exec(['tar', '-c'])).toMatchObject({
      stderr: 'tar: no',
      stdout: Buffer.alloc(0),
      status: failure,
    });
    const stdin = Readable.from([Buffer.from('other')]);
    expect(await exec(['tar', '-x'], { stdin })).toMatchObject({ status: failure });
    expect((await exec(['tar', '-c'])).stdout.toString()).toBe('untouched');
  });

  it('of the API meets commands too', async () => {
    await control('POST', 'faults', { type: 'api', status: 503, resources: ['pods/exec'] });
    await client.core.readNamespacedPod({ namespace, name: 'tool' });
    await expect(exec(['tar', '-c'])).rejects.toMatchObject({
      message: expect.stringContaining('503'),
    });
  });
});

it('whose end is lost has done its work, and the connection breaks', async () => {
  await control('POST', 'faults', { type: 'api', lost: true, resources: ['pods/exec'], times: 1 });
  const stdin = Readable.from([Buffer.from('done unheard')]);
  const heard = vi.fn();
  const socket = await new Exec(client.config).exec(
    namespace,
    'tool',
    'tool',
    ['tar', '-x'],
    null,
    null,
    stdin,
    false,
    heard,
  );
  await once(socket as never, 'close');
  expect(await contentNow()).toBe('done unheard');
  expect(heard).not.toHaveBeenCalled();
});

describe('refused', () => {
  it.each([
    ['a pod that is not there', { pod: 'nobody' }, '404'],
    ['a container that is not there', { container: 'nobody' }, '400'],
  ])('%s', async (_what, target, code) => {
    await expect(exec(['true'], target)).rejects.toMatchObject({ message: expect.stringContaining(code) });
  });

  it('a request that is not to be upgraded, and one of a stranger', async () => {
    const url = `${cluster.url}/api/v1/namespaces/${namespace}/pods/tool/exec?command=true&stdout=true`;
    const token = client.config.getCurrentUser()?.token;
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(400);
    client.config.users = [{ name: 'simulated', token: 'wrong' }] as never;
    await expect(exec(['true'])).rejects.toMatchObject({ message: expect.stringContaining('401') });
    client = connect(cluster.kubeconfig);
  });

  it('a container that does not run: by the status in v5, by the handshake in v4', async () => {
    await client.core.createNamespacedPod({
      namespace,
      body: { metadata: { name: 'late' }, spec: { containers: [{ name: 'app', image: 'slow:1' }] } },
    });
    await eventually(
      async () => (await client.core.readNamespacedPod({ namespace, name: 'late' })).spec?.nodeName,
    ).toBeDefined();
    const target = { pod: 'late', container: 'app' };
    expect((await exec(['true'], target)).status).toMatchObject({
      status: 'Failure',
      reason: 'InternalError',
      message: expect.stringContaining('container not found ("app")'),
    });
    await control('PUT', 'settings', { execProtocols: ['v4.channel.k8s.io'] });
    await expect(exec(['true'], target)).rejects.toMatchObject({ message: expect.stringContaining('500') });
  });
});

it('ends with 137 when its pod goes while it runs', async () => {
  await setContent({ mebibytes: 64 });
  await run(aPod('doomed'));
  const stdout = new PassThrough();
  const status = new Promise<V1Status>((resolve) => {
    void new Exec(client.config).exec(
      namespace,
      'doomed',
      'tool',
      ['tar', '-c'],
      stdout,
      null,
      null,
      false,
      resolve,
    );
  });
  stdout.once('data', () => void client.core.deleteNamespacedPod({ namespace, name: 'doomed' }));
  stdout.resume();
  expect((await status).details?.causes).toEqual([{ reason: 'ExitCode', message: '137' }]);
});

it('a pod that is not to be restarted runs until it exits, and then has failed', async () => {
  const running = await client.core.readNamespacedPod({ namespace, name: 'tool' });
  expect(running.status?.phase).toBe('Running');
  await client.core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name: 'once' },
      spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'once:1' }] },
    },
  });
  const status = async () => (await client.core.readNamespacedPod({ namespace, name: 'once' })).status;
  await eventually(async () => (await status())?.phase).toBe('Running');
  await control('POST', 'faults', { type: 'crash', pod: 'once' });
  await eventually(async () => (await status())?.phase).toBe('Failed');
  expect((await status())?.containerStatuses?.[0]).toMatchObject({
    restartCount: 0,
    state: { terminated: { exitCode: 1 } },
  });
});

it('a pod of two containers has the log of each', async () => {
  const read = async (container: string) => {
    const stream = new PassThrough();
    const text = buffer(stream);
    await new Log(client.config).log(namespace, 'tool', container, stream, { tailLines: 2 });
    return (await text).toString();
  };
  expect(await read('tool')).not.toContain('mariadb');
  const logs = await client.core.readNamespacedPodLog({ namespace, name: 'tool', container: 'beside' });
  expect(logs).toContain('mariadb:11.4 would start here');
});
