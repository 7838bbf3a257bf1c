import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  APPLY,
  aDeployment,
  connect,
  eventually,
  FAST,
  MERGE,
  refusal,
  STRATEGIC,
} from './client.test-fixture.js';
import { type SimulatedKubernetes, startSimulatedKubernetes } from './server.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cluster: SimulatedKubernetes;
let client: ReturnType<typeof connect>;
const namespace = 'user-1';

beforeAll(async () => {
  cluster = await startSimulatedKubernetes({ port: 0, ingressPort: 0, readyAfterMs: 5, settings: FAST });
  client = connect(cluster.kubeconfig);
  await client.core.createNamespace({ body: { metadata: { name: namespace } } });
});
afterAll(() => cluster.close());

function applyConfigMap(data: Record<string, string>, fieldManager = 'minispod', force?: boolean) {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shared' }, data };
  const request = { namespace, name: 'shared', body, fieldManager, ...(force !== undefined && { force }) };
  return client.core.patchNamespacedConfigMap(request, APPLY);
}

describe('server-side apply', () => {
  it('creates, changes, and leaves the version alone when nothing changed', async () => {
    const created = await applyConfigMap({ a: '1' });
    const repeated = await applyConfigMap({ a: '1' });
    expect(repeated.metadata?.resourceVersion).toBe(created.metadata?.resourceVersion);
    const changed = await applyConfigMap({ a: '2' });
    expect(changed.metadata?.resourceVersion).not.toBe(created.metadata?.resourceVersion);
    expect(changed.metadata?.uid).toBe(created.metadata?.uid);
  });

  it('repeats a Deployment, a claim, a Secret and a quota without a write', async () => {
    const deployment = () =>
      client.apps.patchNamespacedDeployment(
        {
          namespace,
          name: 'same',
          body: { ...aDeployment('same'), spec: { ...aDeployment('same').spec, replicas: 0 } },
          fieldManager: 'minispod',
        },
        APPLY,
      );
    const claim = () =>
      client.core.patchNamespacedPersistentVolumeClaim(
        {
          namespace,
          name: 'same',
          fieldManager: 'minispod',
          body: {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'same' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } },
          },
        },
        APPLY,
      );
    const secret = () =>
      client.core.patchNamespacedSecret(
        {
          namespace,
          name: 'same',
          fieldManager: 'minispod',
          body: {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'same' },
            stringData: { sample: 'not-a-secret' },
          },
        },
        APPLY,
      );
    const quota = () =>
      client.core.patchNamespacedResourceQuota(
        {
          namespace,
          name: 'same',
          fieldManager: 'minispod',
          body: {
            apiVersion: 'v1',
            kind: 'ResourceQuota',
            metadata: { name: 'same' },
            spec: { hard: { 'requests.cpu': '100000m' } },
          },
        },
        APPLY,
      );
    for (const write of [deployment, claim, secret, quota]) {
      await write();
      let settled = '';
      // The controllers write the status first; from then on only a write of ours could move the version.
      await eventually(async () => {
        const before = settled;
        settled = (await write()).metadata?.resourceVersion ?? '';
        return settled === before;
      }).toBe(true);
      const { metadata } = await write();
      expect(metadata?.resourceVersion).toBe(settled);
      expect(metadata?.managedFields?.filter(({ operation }) => operation === 'Apply')).toHaveLength(1);
    }
  });

  it('refuses a field that another manager owns, and takes it by force', async () => {
    await applyConfigMap({ a: '2' });
    const status = await refusal(applyConfigMap({ a: '3' }, 'kubectl'));
    expect(status).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(status.details?.causes).toEqual([
      { reason: 'FieldManagerConflict', message: 'conflict with "minispod"', field: '.data.a' },
    ]);
    expect((await applyConfigMap({ a: '3' }, 'kubectl', true)).data).toEqual({ a: '3' });
    await applyConfigMap({ a: '4' }, 'minispod', true);
  });

  it('drops what its manager no longer applies and keeps what others added', async () => {
    await applyConfigMap({ a: '4', b: '1' });
    await client.core.patchNamespacedConfigMap(
      { namespace, name: 'shared', body: { data: { c: '1' } } },
      MERGE,
    );
    expect((await applyConfigMap({ a: '4' })).data).toEqual({ a: '4', c: '1' });
  });

  it('wants a manager', async () => {
    expect(await refusal(applyConfigMap({}, ''))).toMatchObject({ code: 422, reason: 'Invalid' });
  });
});

describe('writes', () => {
  it('refuses a stale update', async () => {
    const body = await client.core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'stale' } },
    });
    await client.core.replaceNamespacedConfigMap({
      namespace,
      name: 'stale',
      body: { ...body, data: { a: '1' } },
    });
    const late = client.core.replaceNamespacedConfigMap({
      namespace,
      name: 'stale',
      body: { ...body, data: { a: '2' } },
    });
    expect(await refusal(late)).toMatchObject({
      code: 409,
      reason: 'Conflict',
      details: { name: 'stale', kind: 'configmaps' },
    });
  });

  it('counts generations by spec alone and merges containers by name', async () => {
    await client.apps.createNamespacedDeployment({ namespace, body: aDeployment('generations') });
    const patch = (body: object) =>
      client.apps.patchNamespacedDeployment({ namespace, name: 'generations', body }, STRATEGIC);
    const labelled = await patch({ metadata: { labels: { extra: 'yes' } } });
    expect(labelled.metadata?.generation).toBe(1);
    const changed = await patch({
      spec: { template: { spec: { containers: [{ name: 'app', image: 'ghost:5' }] } } },
    });
    expect(changed.metadata?.generation).toBe(2);
    expect(changed.spec?.template.spec?.containers[0]).toMatchObject({
      image: 'ghost:5',
      resources: { limits: { cpu: '250m' } },
    });
  });

  it('writes nothing on a dry run', async () => {
    await client.core.createNamespacedConfigMap({
      namespace,
      dryRun: 'All',
      body: { metadata: { name: 'dry' } },
    });
    expect(await refusal(client.core.readNamespacedConfigMap({ namespace, name: 'dry' }))).toMatchObject({
      code: 404,
      reason: 'NotFound',
      message: 'configmaps "dry" not found',
      details: { name: 'dry', kind: 'configmaps' },
    });
  });

  it('scales through the subresource and patches by JSON patch', async () => {
    await client.apps.createNamespacedDeployment({ namespace, body: aDeployment('scaled') });
    const body = { metadata: { name: 'scaled', namespace }, spec: { replicas: 0 } };
    await client.apps.replaceNamespacedDeploymentScale({ namespace, name: 'scaled', body });
    const patch = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'ghost:6' }];
    const after = await client.apps.patchNamespacedDeployment({ namespace, name: 'scaled', body: patch });
    expect(after.spec).toMatchObject({
      replicas: 0,
      template: { spec: { containers: [{ image: 'ghost:6' }] } },
    });
  });

  it('names the fields that are wrong', async () => {
    const { spec } = aDeployment('wrong');
    const body = {
      ...aDeployment('Wrong_Name'),
      spec: { ...spec, replicas: -1, selector: { matchLabels: { other: 'x' } } },
    };
    const status = await refusal(client.apps.createNamespacedDeployment({ namespace, body: body as never }));
    expect(status).toMatchObject({
      code: 422,
      reason: 'Invalid',
      details: { kind: 'Deployment', group: 'apps' },
    });
    const fields = status.details?.causes?.map(({ field }) => field);
    expect(fields).toEqual(
      expect.arrayContaining(['metadata.name', 'spec.replicas', 'spec.template.metadata.labels']),
    );
  });

  it('keeps selectors and claims as they were made', async () => {
    await client.apps.createNamespacedDeployment({ namespace, body: aDeployment('fixed') });
    const selector = {
      spec: { selector: { matchLabels: { more: 'x' } }, template: { metadata: { labels: { more: 'x' } } } },
    };
    const moved = client.apps.patchNamespacedDeployment({ namespace, name: 'fixed', body: selector }, MERGE);
    expect((await refusal(moved)).message).toContain('field is immutable');
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } };
    await client.core.createNamespacedPersistentVolumeClaim({
      namespace,
      body: { metadata: { name: 'data' }, spec },
    });
    const read = () => client.core.readNamespacedPersistentVolumeClaim({ namespace, name: 'data' });
    await eventually(async () => (await read()).status?.phase).toBe('Bound');
    const resize = (storage: string) =>
      client.core.patchNamespacedPersistentVolumeClaim(
        { namespace, name: 'data', body: { spec: { resources: { requests: { storage } } } } },
        MERGE,
      );
    expect((await refusal(resize('1Gi'))).message).toContain('field can not be less than previous value');
    await resize('3Gi');
    await eventually(async () => (await read()).status?.capacity?.storage).toBe('3Gi');
  });
});

describe('lists', () => {
  it('selects by labels and fields, and pages', async () => {
    for (const [name, tier] of [
      ['l1', 'a'],
      ['l2', 'b'],
      ['l3', 'c'],
    ])
      await client.core.createNamespacedConfigMap({
        namespace,
        body: { metadata: { name: name ?? '', labels: { tier: tier ?? '', list: 'yes' } } },
      });
    const namesFor = async (labelSelector: string) =>
      (await client.core.listConfigMapForAllNamespaces({ labelSelector })).items.map(
        ({ metadata }) => metadata?.name,
      );
    expect(await namesFor('list=yes,tier in (a, b)')).toEqual(['l1', 'l2']);
    expect(await namesFor('list,tier notin (a),tier!=b')).toEqual(['l3']);
    expect(await namesFor('list=yes,!tier')).toEqual([]);
    const one = await client.core.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=l2' });
    expect(one.items).toHaveLength(1);
    const page = await client.core.listNamespacedConfigMap({ namespace, labelSelector: 'list', limit: 2 });
    const rest = await client.core.listNamespacedConfigMap({
      namespace,
      labelSelector: 'list',
      limit: 2,
      _continue: page.metadata?._continue ?? '',
    });
    expect([...page.items, ...rest.items].map(({ metadata }) => metadata?.name)).toEqual(['l1', 'l2', 'l3']);
    expect(
      await refusal(client.core.listNamespacedConfigMap({ namespace, labelSelector: 'a in (' })),
    ).toMatchObject({ code: 400 });
  });
});

describe('deletion', () => {
  const replicaSets = (labelSelector: string) =>
    client.apps.listNamespacedReplicaSet({ namespace, labelSelector });
  const pods = (labelSelector: string) => client.core.listNamespacedPod({ namespace, labelSelector });
  const left = async (name: string) =>
    (await replicaSets(`instance=${name}`)).items.length + (await pods(`instance=${name}`)).items.length;

  it.each(['Background', 'Foreground'])('takes what was owned with it (%s)', async (propagationPolicy) => {
    const name = `gone-${propagationPolicy.toLowerCase()}`;
    await client.apps.createNamespacedDeployment({ namespace, body: aDeployment(name) });
    await eventually(() => left(name)).toBe(2);
    await client.apps.deleteNamespacedDeployment({ namespace, name, body: { propagationPolicy } });
    await eventually(() => left(name)).toBe(0);
    await eventually(
      async () => (await refusal(client.apps.readNamespacedDeployment({ namespace, name }))).code,
    ).toBe(404);
  });

  it('leaves orphans when asked to', async () => {
    await client.apps.createNamespacedDeployment({ namespace, body: aDeployment('orphaned') });
    await eventually(() => left('orphaned')).toBe(2);
    await client.apps.deleteNamespacedDeployment({
      namespace,
      name: 'orphaned',
      body: { propagationPolicy: 'Orphan' },
    });
    const [replicaSet] = (await replicaSets('instance=orphaned')).items;
    expect(replicaSet?.metadata?.ownerReferences ?? []).toEqual([]);
    expect((await pods('instance=orphaned')).items).toHaveLength(1);
  });

  it('refuses a uid that is not the one there', async () => {
    await client.core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'sure' } } });
    const body = { preconditions: { uid: 'another' } };
    expect(
      await refusal(client.core.deleteNamespacedConfigMap({ namespace, name: 'sure', body })),
    ).toMatchObject({ code: 409 });
  });

  it('empties a namespace before it goes, and lets nothing new in', async () => {
    const name = 'leaving';
    await client.core.createNamespace({ body: { metadata: { name } } });
    await client.apps.createNamespacedDeployment({ namespace: name, body: aDeployment('app') });
    await client.core.createNamespacedConfigMap({
      namespace: name,
      body: { metadata: { name: 'held', finalizers: ['example.test/hold'] } },
    });
    await eventually(
      async () => (await client.core.listNamespacedPod({ namespace: name })).items.length,
    ).toBe(1);
    await client.core.deleteNamespace({ name });
    const late = client.core.createNamespacedConfigMap({
      namespace: name,
      body: { metadata: { name: 'late' } },
    });
    expect(await refusal(late)).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      details: { causes: [{ reason: 'NamespaceTerminating' }] },
    });
    await eventually(
      async () => (await client.core.listNamespacedPod({ namespace: name })).items.length,
    ).toBe(0);
    expect((await client.core.readNamespace({ name })).status?.phase).toBe('Terminating');
    await client.core.patchNamespacedConfigMap(
      { namespace: name, name: 'held', body: { metadata: { finalizers: null } } },
      MERGE,
    );
    await eventually(async () => (await refusal(client.core.readNamespace({ name }))).code).toBe(404);
    const absent = client.core.createNamespacedConfigMap({
      namespace: name,
      body: { metadata: { name: 'late' } },
    });
    expect(await refusal(absent)).toMatchObject({ code: 404, message: 'namespaces "leaving" not found' });
  });

  it('refuses whoever has no token', async () => {
    expect((await fetch(`${cluster.url}/api/v1/namespaces`)).status).toBe(401);
  });
});
